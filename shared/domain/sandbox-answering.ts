/** Who answers the Tasks of the sandbox's provider: the sandbox itself, or a person at a work queue. */
export const answeringWays = ['automatic', 'by-hand'] as const;
/** One of the two. */
export type AnsweringWay = (typeof answeringWays)[number];

/** How a query without hits ends: completed with an empty searchset (HRex), or failed with a reason (the guide's example 9). */
export const noHitsWays = ['empty-bundle', 'failed'] as const;
/** Where the answer to a query lies: in Task.contained, or as a Bundle of its own on the server. */
export const outputPlaces = ['contained', 'external'] as const;

/** How the payer compares tracking ids: by system and value, or by the value alone where nothing has both. */
export const trackingWays = ['strict', 'value'] as const;
/** What the payer does with what comes after the last submission of a tracking id. */
export const afterFinalWays = ['accept', 'reject'] as const;
/** What the payer does with a submission for a member it does not know. */
export const unknownMemberWays = ['hold', 'refuse'] as const;

/** How the sandbox answers now: its provider Tasks, its payer submissions. */
export interface SandboxAnswering {
  answering: AnsweringWay;
  /** A Task without a purpose of use is rejected (CONF-018). */
  requirePurpose: boolean;
  /** A Task may leave completed, failed and rejected again, when a client says so (CONF-060). */
  reopen: boolean;
  noHits: (typeof noHitsWays)[number];
  outputs: (typeof outputPlaces)[number];
  /** Milliseconds a Task stays in each status. */
  stepMs: number;
  tracking: (typeof trackingWays)[number];
  afterFinal: (typeof afterFinalWays)[number];
  unknownMember: (typeof unknownMemberWays)[number];
}

/** What can be said about it; what is left out stays as it is. */
export type AnsweringChange = { [K in keyof SandboxAnswering]?: SandboxAnswering[K] | undefined };

/** How it answers unless told otherwise. */
export const usualAnswering: SandboxAnswering = {
  answering: 'automatic',
  requirePurpose: false,
  reopen: false,
  noHits: 'empty-bundle',
  outputs: 'contained',
  stepMs: 1_000,
  tracking: 'value',
  afterFinal: 'accept',
  unknownMember: 'hold',
};

/** Answering after a change. */
export function changeAnswering(before: SandboxAnswering, change: AnsweringChange): SandboxAnswering {
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...(Object.fromEntries(said) as Partial<SandboxAnswering>) };
}
