import type { Diagnosis } from './diagnosis.ts';

/** The steps of a check-up, in the order of the line. */
export const checkUpSteps = [
  'reachability',
  'tls',
  'discovery',
  'authorization',
  'capability-statement',
  'search',
] as const;
/** One of them. */
export type CheckUpStepName = (typeof checkUpSteps)[number];

/** What the steps are called on a screen and in a report. */
export const checkUpTitles: Record<CheckUpStepName, string> = {
  reachability: 'Reachability',
  tls: 'TLS',
  discovery: 'Discovery',
  authorization: 'Authorization',
  'capability-statement': 'CapabilityStatement',
  search: 'Search',
};

/** How one step went. */
export interface CheckUpStep {
  name: CheckUpStepName;
  status: 'ok' | 'warn' | 'fail' | 'not-checked';
  /** What was found, in a sentence. */
  detail: string;
  durationMs?: number;
  /** Smaller findings under it. */
  notes: { result: 'ok' | 'warn' | 'fail' | 'unchecked'; text: string; value?: string; requirement?: string }[];
  /** Whose side it failed on: the partner said no, ours, or nothing usable came. */
  side?: 'refused' | 'ours' | 'transport';
  /** What, where, why, next, where it did not go well. */
  diagnosis?: Diagnosis;
  exchangeIds: string[];
}

/** The last check-up of a connection, and how earlier ones went. The id is the connection's. */
export interface CheckUp {
  id: string;
  /** ISO instant it began. */
  at: string;
  durationMs: number;
  ok: boolean;
  steps: CheckUpStep[];
  /** Newest last, at most twenty, this one included. */
  history: { at: string; steps: { name: CheckUpStepName; status: CheckUpStep['status']; durationMs?: number }[] }[];
}
