import type { Parameters, Resource } from '@medplum/fhirtypes';
import { documentConcept } from '../../../shared/cdex/build/parts.ts';
import { buildSubmission, type NewSubmission } from '../../../shared/cdex/build-submission.ts';
import { checkOutgoing } from '../../../shared/cdex/check-outgoing.ts';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { ComposedSubmission } from '../../../shared/contract/submissions.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import { type Finding, worstFirst } from '../../../shared/domain/finding.ts';
import type { AttachmentWish, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { type BusinessIdentifier, parseIdentifier } from '../../../shared/fhir/identifier.ts';
import { npiOf } from '../../../shared/cdex/build/parts.ts';
import type { Content, Means } from './content.ts';
import { sameTwice } from './content-of-resource.ts';
import { makeContent } from './make-content.ts';
import type { Piece } from './pieces.ts';
import { lookThrough, piecesOf, type Slot } from './slots.ts';

/** A submission ready to go: its Parameters with marks where bytes will stand, and what stands there. */
export interface Prepared {
  parameters: Parameters;
  slots: Slot[];
  attachments: ComposedSubmission['attachments'];
  findings: Finding[];
}

/** What is known besides the request. */
export interface Circumstances {
  version: CdexVersion;
  asked?: { multipleSubmits: boolean } | undefined;
}

const identifier = (text: string | undefined): BusinessIdentifier | undefined =>
  text === undefined ? undefined : parseIdentifier(text);

/** Ten digits alone are a National Provider Identifier, the id providers are named by. */
const provider = (text: string | undefined) => (text && /^\d{10}$/.test(text) ? npiOf(text) : identifier(text));

const present = <T extends object>(members: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;

/** A request with its contents, as buildSubmission takes it. */
export function newSubmission(request: SubmissionRequest, contents: readonly Content[]): NewSubmission {
  return {
    attachTo: request.attachTo,
    ...present({
      trackingId: identifier(request.trackingId),
      adminRef: identifier(request.adminRef),
      payerId: identifier(request.payerId),
      organizationId: provider(request.organizationId),
      providerId: provider(request.providerId),
      memberId: identifier(request.memberId),
      serviceDate: request.serviceDate,
    }),
    attachments: request.attachments.map((wish, index) => ({
      ...codeOf(wish),
      ...(wish.lineItems && wish.lineItems.length > 0 ? { lineItems: wish.lineItems } : {}),
      content: (contents[index] as Content).resource as unknown as Resource,
    })),
    final: request.final,
  };
}

const codeOf = ({ code, title }: AttachmentWish) => (code ? { code: documentConcept(code, title, 'words') } : {});

/** Puts a submission together: contents fetched and measured, Parameters built, rules looked at. Fails as a content fails. */
export async function prepare(means: Means, { version, asked }: Circumstances): Promise<Reply<Prepared>> {
  const { request, now } = means;
  const contents: Content[] = [];
  const findings: Finding[] = [];
  for (const [index, wish] of request.attachments.entries()) {
    const content = await makeContent(means, wish, `Attachment[${index}]`);
    if (!content.ok) return content;
    const { sha256, bytes } = content.value;
    const same = contents.findIndex((one) => one.sha256 === sha256 && one.bytes === bytes);
    if (same >= 0) findings.push(sameTwice(same, index));
    findings.push(...content.value.findings);
    contents.push(content.value);
  }
  const parameters = buildSubmission(newSubmission(request, contents), version);
  const slots = contents.flatMap((one) => one.slots);
  findings.push(
    ...checkOutgoing(request, { version, asked, today: now.slice(0, 10) }),
    ...checkSubmission(parameters, version, asked !== undefined, lookThrough(slots)),
  );
  return ok({
    parameters,
    slots,
    attachments: contents.map(({ contentType, bytes, sha256, title }, index) => {
      const { code, title: wished } = request.attachments[index] as AttachmentWish;
      return { ...present({ code, title: wished ?? title }), contentType, bytes, sha256 };
    }),
    findings: worstFirst(findings),
  });
}

/** The JSON of Parameters as the pieces that are sent. */
export const submissionPieces = ({ parameters, slots }: Pick<Prepared, 'parameters' | 'slots'>): Piece[] =>
  piecesOf(JSON.stringify(parameters), slots);
