import type { Push, PushAttachment } from '../domain/push.ts';
import { decodeBase64, toHex } from '../fhir/base64.ts';
import { codeOf, conceptText } from '../fhir/datatype.ts';
import { booleanOf, dig, type JsonObject, listOf, numberOf, objectsOf, textOf } from '../fhir/json.ts';
import { formatIdentifier } from '../fhir/identifier.ts';
import { type Parameter, parameterNamed, parametersNamed, readParameters } from '../fhir/parameters.ts';
import { below } from '../fhir/pointer.ts';
import { summarise } from '../fhir/summary.ts';
import { hasSignature } from './find-signature.ts';

/** An attachment as its metadata tells of it, before its bytes are looked at. */
export type SubmittedAttachment = Omit<PushAttachment, 'index' | 'bytes' | 'sha256' | 'sniffedType' | 'lineItems'> & {
  lineItems: string[];
};

/** What the record of a push keeps as the submission says it; `attachTo` as written, whatever it is. */
export type SaidBySubmission =
  | 'trackingId'
  | 'adminRef'
  | 'attachTo'
  | 'memberId'
  | 'payerId'
  | 'providerId'
  | 'organizationId'
  | 'serviceDate'
  | 'final'
  | 'signed';

/** What a $submit-attachment request says. Identifiers are `SYSTEM|VALUE`. */
export interface Submission extends Pick<Push, SaidBySubmission> {
  attachments: SubmittedAttachment[];
}

type Content = Omit<SubmittedAttachment, 'code' | 'lineItems'>;

/** SHA-1 as FHIR writes it (base64 of the bytes), and as some send it by mistake (hex, or base64 of hex); lower-case hex comes out. */
export function hashHex(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9a-f]{40}$/i.test(text)) return text.toLowerCase();
  const bytes = decodeBase64(text);
  if (bytes?.length === 20) return toHex(bytes);
  const letters = bytes?.length === 40 ? String.fromCharCode(...bytes) : '';
  return /^[0-9a-f]{40}$/i.test(letters) ? letters.toLowerCase() : undefined;
}

function fromAttachment(
  resource: JsonObject,
  attachment: unknown,
  pointer: string,
  at: string,
  title?: string,
): Content {
  const [url, bytes] = [textOf(dig(attachment, 'url')), numberOf(dig(attachment, 'size'))];
  const hash = hashHex(textOf(dig(attachment, 'hash')));
  const named = textOf(dig(attachment, 'title')) ?? title;
  return {
    ...(named && { title: named }),
    resourceType: textOf(resource.resourceType) ?? '',
    contentType: textOf(dig(attachment, 'contentType')) ?? 'application/octet-stream',
    ...(bytes !== undefined && { declaredBytes: bytes }),
    ...(hash && { declaredSha1: hash }),
    pointer: typeof dig(attachment, 'data') === 'string' ? at : pointer,
    ...(url && { url }),
  };
}

/** Letters kept of how a document stands: enough to tell two standings apart. */
const standingLetters = 300;

/** How a DocumentReference stands where it is not simply current: withdrawn, superseded, preliminary, or taking the place of another. */
function standingOf({ status, docStatus, relatesTo }: JsonObject): string | undefined {
  const related = objectsOf(relatesTo).map(({ code, target }) =>
    [textOf(code), textOf(dig(target, 'reference')) ?? formatIdentifier(dig(target, 'identifier'))].join(' '),
  );
  const own = [textOf(status), textOf(docStatus)].filter((word) => word !== 'current' && word !== 'final');
  return [...own, ...related].filter(Boolean).join(', ').slice(0, standingLetters) || undefined;
}

/** The contents of one resource: each attachment of a DocumentReference, the data of a Binary, otherwise the resource itself. */
function contentsOf(resource: JsonObject, pointer: string): Content[] {
  const type = textOf(resource.resourceType) ?? '';
  const title = textOf(resource.description) ?? conceptText(resource.type);
  if (type === 'Binary') return [fromAttachment(resource, resource, pointer, below(pointer, 'data'))];
  const contents = listOf(resource.content);
  if (type === 'DocumentReference' && contents.length > 0) {
    const standing = standingOf(resource);
    return contents.map((content, index) => {
      const at = below(pointer, 'content', index, 'attachment', 'data');
      const found = fromAttachment(resource, dig(content, 'attachment'), pointer, at, title);
      return { ...found, ...(standing && { standing }) };
    });
  }
  // A document says its title in its first entry, the Composition.
  const composition = type === 'Bundle' ? objectsOf(resource.entry)[0]?.resource : undefined;
  const own = textOf(dig(composition, 'title')) ?? summarise(resource).title;
  return [{ ...(own && { title: own }), resourceType: type, contentType: 'application/fhir+json', pointer }];
}

const lineItem = ({ value }: Parameter): string[] => {
  const text = textOf(value) ?? (typeof value === 'number' ? String(value) : undefined);
  return text === undefined ? [] : [text];
};

function readAttachment(attachment: Parameter): SubmittedAttachment[] {
  const lineItems = parametersNamed(attachment.parts, 'LineItem').flatMap(lineItem);
  const concept = parameterNamed(attachment.parts, 'Code')?.value;
  return parametersNamed(attachment.parts, 'Content').flatMap(({ resource, pointer }) => {
    if (!resource) return [];
    const code = codeOf(concept) ?? codeOf(resource.type);
    const words = conceptText(concept);
    return contentsOf(resource, below(pointer, 'resource')).map((content) => ({
      ...(code && { code }),
      ...(words && { title: words }),
      ...content,
      lineItems,
    }));
  });
}

const isSigned = ({ parts }: Parameter): boolean =>
  parametersNamed(parts, 'Content').some(({ resource }) => hasSignature(resource));

/**
 * A $submit-attachment request as we show it: any order, any case of the names, anything missing. The pointers lead into the request's
 * JSON: to a base64 string, or to the resource where the content is no inline attachment. Source: CDex $submit-attachment.
 */
export const readSubmission = (parameters: unknown): Submission => readSubmissionList(readParameters(parameters) ?? []);

/** The same of the parameters of such a request, as readParameters gives them. */
export function readSubmissionList(list: readonly Parameter[]): Submission {
  const identifier = (name: string) => formatIdentifier(parameterNamed(list, name)?.value);
  const text = (name: string) => textOf(parameterNamed(list, name)?.value);
  // Version 1.0 called the tracking id TargetId.
  const trackingId = identifier('TrackingId') ?? identifier('TargetId');
  const given = parameterNamed(list, 'Final')?.value;
  const final = booleanOf(given) ?? (given === 'false' ? false : given === 'true' ? true : undefined);
  const [adminRef, memberId, payerId] = [identifier('AdminRefNumber'), identifier('MemberId'), identifier('PayerId')];
  const [providerId, organizationId] = [identifier('ProviderId'), identifier('OrganizationId')];
  const [attachTo, serviceDate] = [text('AttachTo'), text('ServiceDate')];
  const attached = parametersNamed(list, 'Attachment');
  return {
    ...(trackingId && { trackingId }),
    ...(adminRef && { adminRef }),
    ...(attachTo && { attachTo }),
    ...(memberId && { memberId }),
    ...(payerId && { payerId }),
    ...(providerId && { providerId }),
    ...(organizationId && { organizationId }),
    ...(serviceDate && { serviceDate }),
    ...(final !== undefined && { final }),
    ...(attached.some(isSigned) && { signed: true }),
    attachments: attached.flatMap(readAttachment),
  };
}
