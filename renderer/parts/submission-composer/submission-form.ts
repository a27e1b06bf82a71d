import { attachmentCodes } from '../../../shared/cdex/codes.ts';
import { type ContentProposal, type SubmissionRequest, trackingIdAfter } from '../../../shared/domain/submission.ts';

/** From where the content of an attachment can be taken. */
const contentKinds = ['file', 'reference', 'query', 'document', 'form', 'resource'] as const;
/** One of these. */
export type ContentKind = (typeof contentKinds)[number];

/** A file the console holds for us: brought through uploads, or named by its path where a host may read it. */
export interface HeldFile {
  uploadId?: string;
  path?: string;
  name: string;
  /** Undefined where a draft was kept before this page was opened. */
  bytes?: number | undefined;
  sha256?: string | undefined;
  sniffedType?: string | undefined;
}

/**
 * One attachment as typed. What another kind of content has no field for rests here while the kind is changed, and comes back with it.
 * Texts are '' where nothing is said. `key` stays with the card while it is edited.
 */
export interface CardForm {
  key: string;
  code: string;
  title: string;
  /** "1, 3-5" */
  lineItems: string;
  kind: ContentKind;
  file: HeldFile | undefined;
  contentType: string;
  reference: string;
  query: string;
  /** Resources of a FHIR document. */
  references: string[];
  documentTitle: string;
  formId: string;
  json: string;
  /** What could answer what a Task asked for here; in memory only. */
  proposals: readonly ContentProposal[];
}

/** What is typed into the composer. Identifiers are `SYSTEM|VALUE`. */
export interface SubmissionForm {
  attachTo: SubmissionRequest['attachTo'];
  trackingId: string;
  adminRef: string;
  payerId: string;
  organizationId: string;
  providerId: string;
  memberId: string;
  serviceDate: string;
  final: boolean;
  /** Id of the connection content is taken from; '' takes the one that fits. */
  source: string;
  /** The member's id there, where it was looked up; queries begin with it. */
  patientId: string;
  /** Claim/1 or the claim's identifier there: what it says can be filled in. */
  claim: string;
  cards: CardForm[];
}

/** Members of the form that a request names as the form does. */
export const texts = [
  'trackingId',
  'adminRef',
  'payerId',
  'organizationId',
  'providerId',
  'memberId',
  'serviceDate',
] as const satisfies readonly (keyof SubmissionForm & keyof SubmissionRequest)[];

let made = 0;

/** A new attachment. */
export const newCard = (known: Partial<Omit<CardForm, 'key'>> = {}): CardForm => {
  made += 1;
  return {
    key: `c${made}`,
    code: '',
    title: '',
    lineItems: '',
    kind: 'file',
    file: undefined,
    contentType: '',
    reference: '',
    query: '',
    references: [],
    documentTitle: '',
    formId: '',
    json: '',
    proposals: [],
    ...known,
  };
};

/** What a composer begins with. */
export const emptyForm = (): SubmissionForm => ({
  attachTo: 'claim',
  trackingId: '',
  adminRef: '',
  payerId: '',
  organizationId: '',
  providerId: '',
  memberId: '',
  serviceDate: '',
  final: true,
  source: '',
  patientId: '',
  claim: '',
  cards: [newCard()],
});

/** What people call an attachment, as far as it says. */
export const cardName = ({ title, code, documentTitle, file }: CardForm): string =>
  title.trim() || (attachmentCodes[code.trim()] ?? code.trim()) || documentTitle.trim() || (file?.name ?? '');

/** A tracking id nobody used before, in the system of the one before, or in ours. */
export const freshTrackingId = (before: string): string =>
  trackingIdAfter(before, `sub-${crypto.randomUUID().slice(0, 13)}`);
