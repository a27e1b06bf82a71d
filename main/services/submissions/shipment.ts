import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { stat } from 'node:fs/promises';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { readSubmission, type Submission } from '../../../shared/cdex/read-submission.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Given } from '../../../shared/contract/given.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { SentAttachment, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { jsonFault, typeOfResource } from '../../../shared/fhir/json.ts';
import type { Heavy } from '../../wire/heavy.ts';
import { heldBytes } from '../../wire/body-sink.ts';
import { understand } from '../../wire/understand.ts';
import type { Understood } from '../../wire/understood.ts';
import type { Kit } from '../kit.ts';
import { readGiven } from '../read-given.ts';
import { saidFile } from '../say-source.ts';
import { factsOf } from './file-facts.ts';
import type { Piece } from './pieces.ts';
import { type Prepared, submissionPieces } from './prepare.ts';

/** A submission as it is to be sent. */
export interface Shipment {
  pieces: Piece[];
  /** What it says; contents are not part of it where the Parameters were given. */
  request: SubmissionRequest;
  sent: SentAttachment[];
  findings: Finding[];
  /** The Parameters taken apart into one for each attachment; undefined where that cannot be done. */
  split?: () => Piece[][];
}

/** A submission that was composed here. */
export const composedShipment = (prepared: Prepared, request: SubmissionRequest): Shipment => ({
  pieces: submissionPieces(prepared),
  request,
  sent: prepared.attachments,
  findings: prepared.findings,
  split: () => splitParameters(prepared.parameters).map((parameters) => submissionPieces({ ...prepared, parameters })),
});

/** One submission for each attachment, all of one tracking id: the last one is as final as the whole was, the others are not. */
function splitParameters(parameters: Parameters): Parameters[] {
  const all = parameters.parameter ?? [];
  const attachments = all.filter(({ name }) => name === 'Attachment');
  const common = all.filter(({ name }) => name !== 'Attachment' && name !== 'Final');
  const final = all.find(({ name }) => name === 'Final');
  const more: ParametersParameter = { name: 'Final', valueBoolean: false };
  return attachments.map((attachment, index) => {
    const isLast = index === attachments.length - 1;
    const end = isLast ? (final ? [final] : []) : [more];
    return { ...parameters, parameter: [...common, attachment, ...end] };
  });
}

const notParameters = (what: string) =>
  fail('invalid-input', `${what} holds no Parameters.`, 'Give the Parameters of $submit-attachment as JSON.', {
    details: ['parameters: a FHIR Parameters resource is needed'],
  });

function requestOf(said: Pick<Understood, 'trackingId'> & Partial<Submission>): SubmissionRequest {
  const { trackingId, adminRef, payerId, organizationId, providerId, memberId, serviceDate } = said;
  const stated = { trackingId, adminRef, payerId, organizationId, providerId, memberId, serviceDate };
  return {
    attachTo: said.attachTo === 'preauthorization' ? 'preauthorization' : 'claim',
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    attachments: [],
    final: said.final !== false,
  };
}

const sentOf = ({ attachments }: Understood): SentAttachment[] =>
  attachments.map(({ code, title, contentType, bytes, sha256 }) => ({
    ...(code ? { code } : {}),
    ...(title ? { title } : {}),
    contentType,
    bytes,
    sha256,
  }));

/**
 * Parameters somebody gave, to be sent as they are. A file is read when it is sent, so it may have any size; one over 1 MiB is looked at in the
 * worker and not taken apart. Fails with `invalid-input` for what is none.
 */
export async function givenShipment(
  kit: Kit,
  heavy: Heavy,
  given: Given,
  { version, asked, signal }: { version: CdexVersion; asked: boolean; signal: AbortSignal },
): Promise<Reply<Shipment>> {
  const large = 'file' in given ? await largeFile(kit, given.file) : undefined;
  if (large && 'file' in given) {
    const facts = await factsOf(given.file, signal);
    if (!facts.ok) return facts;
    const understood = await heavy.run('understand', given.file, 'submit-attachment');
    if (understood.kind !== 'submission') return notParameters(saidFile(given.file));
    const { bytes, mark } = facts.value;
    const source = { file: given.file, offset: mark, bytes: bytes - mark };
    const { findings } = understood;
    return ok({
      pieces: [{ source, as: 'json' }],
      request: requestOf(understood as Partial<Submission>),
      sent: sentOf(understood),
      findings,
    });
  }
  const read = await readGiven(kit.ports, given, 'the Parameters');
  if (!read.ok) return read;
  const text = read.value.toString('utf8').replace(/^\ufeff/, '');
  const what = 'file' in given ? saidFile(given.file) : 'What was given';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    return fail('invalid-json', `${what} is no JSON: ${jsonFault(thrown)}.`, 'Correct it.');
  }
  if (typeOfResource(parsed) !== 'Parameters') return notParameters(what);
  const parameters = parsed as Parameters;
  return ok({
    // As it was written: numbers and the order of members stay.
    pieces: [text],
    request: requestOf(readSubmission(parameters)),
    sent: sentOf(understand(read.value, 'submit-attachment')),
    findings: checkSubmission(parameters, version, asked),
    split: () => splitParameters(parameters).map((one) => [JSON.stringify(one)]),
  });
}

/** Whether a file is too large to be held; what cannot be read is told by whoever reads it. */
async function largeFile({ ports }: Kit, file: string): Promise<boolean> {
  if (!ports.capabilities.includes('environment')) return false;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && found.size > heldBytes;
}
