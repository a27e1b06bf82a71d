import { checkAnswered } from '../../../shared/cdex/check-outgoing.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { ComposedSubmission } from '../../../shared/contract/submissions.ts';
import { worstFirst } from '../../../shared/domain/finding.ts';
import { BodyFault } from '../../exchange/streamed-body.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { resolvePartner } from '../partners.ts';
import type { Desk } from '../work/desk.ts';
import { withDefaults } from './defaults.ts';
import { bytesOf } from './pieces.ts';
import { prepare, submissionPieces } from './prepare.ts';
import { shownParameters, wholeParameters } from './show.ts';
import { destinationOf } from './target.ts';

/** Parameters larger than this many bytes are not given out whole: nobody reads them, and every host would have to hold them. */
const largestWhole = 256_000_000;
/** The same where a screen asks: it holds no documents. */
const largestShown = 4_000_000;

/** What a submission would be, without sending anything to the payer. */
export async function composeSubmission(
  kit: Kit,
  heavy: Heavy,
  desk: Desk,
  input: CommandParsed<'submissions.compose'>,
  signal: AbortSignal,
): Promise<Reply<ComposedSubmission>> {
  const { partner, to, source: sourceInput, taskId, whole } = input;
  const destination = partner || to ? await destinationOf(kit, heavy, { partner, to, ask: false, signal }) : undefined;
  if (destination && !destination.ok) return destination;
  const source = sourceInput ? resolvePartner(kit, sourceInput) : undefined;
  if (source && !source.ok) return source;
  const named = taskId ? desk.received.find({ id: taskId, partner: sourceInput }) : undefined;
  const payer = destination?.value.partner;
  const request = await withDefaults(kit, heavy, payer, input.request);
  const now = new Date(kit.ports.clock.now()).toISOString();
  const means = {
    kit,
    heavy,
    signal,
    request,
    source: source?.value ?? (named?.ok ? named.value.partner : undefined),
    now,
  };
  const asked = taskId ? { multipleSubmits: true } : undefined;
  const prepared = await prepare(means, { version: payer?.cdexVersion ?? '2.1', asked });
  if (!prepared.ok) return prepared;
  const bytes = submissionPieces(prepared.value).reduce((sum, piece) => sum + bytesOf(piece), 0);
  const limit = kit.ports.capabilities.includes('environment') ? largestWhole : largestShown;
  if (whole && bytes > limit)
    return fail(
      'invalid-input',
      `The Parameters are ${Math.round(bytes / 1_000_000)} MB, too large to be shown whole.`,
      'Leave the data out, or send them and look at the exchange.',
    );
  const { attachments } = prepared.value;
  const status = named?.ok ? named.value.record?.status : undefined;
  const findings = worstFirst([...checkAnswered(status ?? ''), ...prepared.value.findings]);
  try {
    const parameters = await (whole ? wholeParameters(prepared.value) : shownParameters(prepared.value));
    return ok({ parameters, bytes, attachments, findings });
  } catch (error) {
    if (error instanceof BodyFault) return { ok: false, error: error.failure };
    throw error;
  }
}
