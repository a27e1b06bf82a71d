import { attachmentCodes } from '../../../shared/cdex/codes.ts';
import type { Authorization, RequestKind } from '../../../shared/domain/task-request.ts';

/** One line of an attachment request as typed. `key` stays with the line while it is edited. */
export interface AskedLine {
  key: string;
  what: string;
  title: string;
  /** "1, 3-5" */
  lineItems: string;
}

/**
 * What is typed into the composer, for all five kinds together: what another kind has no field for rests here while the kind is
 * changed, and comes back with it. Texts are '' where nothing is said.
 */
export interface TaskForm {
  kind: RequestKind;
  member: string;
  patientId: string;
  requester: string;
  owner: string;
  /** Codes of the guide that are ticked. */
  purposes: string[];
  /** Codings of one's own, `SYSTEM|CODE`, with spaces between. */
  ownPurposes: string;
  queues: string[];
  /** Undefined: as agreed with the partner. */
  signature: boolean | undefined;
  due: string;
  claim: string;
  claimAssignedBy: 'payer' | 'provider';
  reason: string;
  reasonReference: string;
  /** What the reason is, where an id alone does not show it. */
  reasonType: '' | 'Claim' | 'Coverage';
  /** Said aloud: neither reason nor claim is known (CONF-058 asks for one only when it is known). */
  reasonUnknown: boolean;
  identifier: string;
  basedOn: string;
  authorization: Authorization | undefined;
  query: string;
  code: string;
  text: string;
  questionnaire: string;
  title: string;
  use: 'claim' | 'preauthorization';
  documents: AskedLine[];
  questionnaires: AskedLine[];
  trackingId: string;
  adminRef: string;
  serviceDate: string;
  payerUrl: string;
  npi: string;
  organizationNpi: string;
  name: string;
  birthDate: string;
  patientAccount: string;
  multipleSubmits: boolean;
}

let made = 0;

/** A line of an attachment request. */
export const askedLine = (line: Partial<Omit<AskedLine, 'key'>> = {}): AskedLine => {
  made += 1;
  return { key: `a${made}`, what: '', title: '', lineItems: '', ...line };
};

/** What a composer begins with. */
export const emptyForm: TaskForm = {
  kind: 'data-request-query',
  member: '',
  patientId: '',
  requester: '',
  owner: '',
  purposes: [],
  ownPurposes: '',
  queues: [],
  signature: undefined,
  due: '',
  claim: '',
  claimAssignedBy: 'payer',
  reason: '',
  reasonReference: '',
  reasonType: '',
  reasonUnknown: false,
  identifier: '',
  basedOn: '',
  authorization: undefined,
  query: '',
  code: '',
  text: '',
  questionnaire: '',
  title: '',
  use: 'claim',
  documents: [askedLine()],
  questionnaires: [askedLine()],
  trackingId: '',
  adminRef: '',
  serviceDate: '',
  payerUrl: '',
  npi: '',
  organizationNpi: '',
  name: '',
  birthDate: '',
  patientAccount: '',
  multipleSubmits: false,
};

/** Whether a kind asks for attachments to be pushed. */
export const asksForAttachments = (kind: RequestKind): boolean => kind.startsWith('attachment-request');

/** Under which name the lines of an attachment request of this kind are kept. */
export const linesOf = (kind: RequestKind): 'documents' | 'questionnaires' =>
  kind === 'attachment-request-questionnaire' ? 'questionnaires' : 'documents';

/** A tracking id nobody used before; without a system, the payer's own stands for it. */
export function freshTrackingId(requester: string): string {
  const bar = requester.lastIndexOf('|');
  const system = bar > 0 ? requester.slice(0, bar).replace(/\/payer-ids$/, '/tracking') : '';
  const value = crypto.randomUUID().slice(0, 13);
  return system ? `${system}|${value}` : value;
}

/** The codings of one's own in the field for them. */
export const ownPurposesOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** What a request asks for, in one line. */
function askedOf(form: TaskForm): string {
  const { kind } = form;
  if (kind === 'data-request-query') return form.query.trim();
  if (kind === 'data-request-code') return form.text.trim() || (attachmentCodes[form.code.trim()] ?? form.code.trim());
  if (kind === 'data-request-questionnaire') return form.title.trim() || form.questionnaire.trim();
  return form[linesOf(kind)]
    .map(({ what, title }) => title.trim() || (attachmentCodes[what.trim()] ?? what.trim()))
    .filter(Boolean)
    .join(', ');
}

/** A draft in one line, for lists. */
export const titleOf = (form: TaskForm): string => (askedOf(form) || form.kind).slice(0, 300);
