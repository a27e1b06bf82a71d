import { submissionBase } from '../../../shared/cdex/submission-url.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { isOutcome, outcomeSentence } from '../../../shared/fhir/outcome.ts';
import { sameOrigin } from '../../../shared/fhir/reference.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Heavy } from '../../wire/heavy.ts';
import { openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import { workOnBody } from '../work-on-body.ts';

/** Letters of a documentation that are repeated. */
const mostLetters = 600;

/** What a payer says of its operation in its CapabilityStatement (CONF-022, CONF-024); undefined where it says nothing. */
async function documented(kit: Kit, heavy: Heavy, partner: Partner, url: string): Promise<string | undefined> {
  const base = submissionBase(url);
  const reply = await kit.door.send(partner, {
    method: 'GET',
    url: `${base}/metadata`,
    note: 'limit of submissions',
    foreign: sameOrigin(url, partner.baseUrl) ? 'refuse' : 'without-credentials',
  });
  const body = reply.ok ? await openBody(kit, reply.value.exchangeId, 'response') : undefined;
  if (!body?.ok) return undefined;
  const declared = await workOnBody(heavy, body.value, 'readDeclarations').catch(() => undefined);
  return declared?.submitAttachment?.documentation?.slice(0, mostLetters);
}

/** How a submission that is too large (413) may still get there. */
export interface SizeWays {
  /** Attachments it has. */
  attachments: number;
  /** Whether several submissions are welcome. */
  mayBeSeveral: boolean;
  /** Whether it can be taken apart here. */
  canSplit: boolean;
}

/** A 413 with the payer's own advice, from its answer or its documentation, and what can be done from here (CONF-023, CONF-024). */
export async function withSizeAdvice(
  kit: Kit,
  heavy: Heavy,
  { error, partner, url, ways }: { error: Failure; partner: Partner; url: string; ways: SizeWays },
): Promise<Failure> {
  const own = isOutcome(error.outcome) ? outcomeSentence(error.outcome) : await documented(kit, heavy, partner, url);
  return {
    ...error,
    requirement: 'CONF-023',
    message: `The payer takes no more than this at once (413).${own ? ` It says: ${own}` : ' It does not say how much it takes.'}`,
    next: nextOf(ways),
  };
}

function nextOf({ attachments, mayBeSeveral, canSplit }: SizeWays): string {
  if (attachments < 2) return 'Send a smaller document, or agree on another way for large ones with the payer.';
  if (!mayBeSeveral)
    return 'Leave something out, or ask the payer to welcome several submissions: this request wants everything in one.';
  if (!canSplit) return 'Take the attachments apart into several submissions of the same tracking id.';
  return 'Send each attachment on its own (--split): same tracking id, Final on the last one alone.';
}
