/** The five things a payer can ask for in a Task (cdex-data-request-task-code, PASTaskCodes). */
export const requestKinds = [
  'data-request-query',
  'data-request-code',
  'data-request-questionnaire',
  'attachment-request-code',
  'attachment-request-questionnaire',
] as const;
/** One of them. */
export type RequestKind = (typeof requestKinds)[number];

/** What may authorise a data request: a resource written beside the Task and named in Task.basedOn. */
export interface Authorization {
  resourceType: 'CommunicationRequest' | 'ServiceRequest';
  /** What is authorised: `SYSTEM|CODE`, a code, or nothing but words. */
  code?: string | undefined;
  text?: string | undefined;
  /** ISO date it was given. */
  authoredOn?: string | undefined;
  /** Inside the Task, or POSTed to the partner before it, which then names it by reference. */
  place: 'contained' | 'posted';
}

/** What every request can say. Identifiers are `SYSTEM|VALUE`; what is left out is left out of the Task. */
export interface CommonRequest {
  /** The patient's id on the partner's server, or a whole reference. */
  patientId?: string | undefined;
  /** The member id the payer knows the patient by. */
  member?: string | undefined;
  /** Who asks, who is asked: an identifier, or a reference such as Organization/123 or Practitioner/4. */
  requester?: string | undefined;
  owner?: string | undefined;
  /** Codes, each alone or as SYSTEM|CODE; together they make one purpose (CONF-017, CONF-083). */
  purposeOfUse?: string[] | undefined;
  /** Work queue codes. */
  workQueue?: string[] | undefined;
  /** True asks for signed data. */
  signature?: boolean | undefined;
  /** Date or instant the data is needed by. */
  due?: string | undefined;
  /** The claim's or prior authorization's business id. */
  claim?: string | undefined;
}

/** What a data request can say besides (CDex Task Data Request). */
export interface CommonDataRequest extends CommonRequest {
  /** Our own id of the request. */
  identifier?: string | undefined;
  /** Why, in words. */
  reason?: string | undefined;
  /** Said aloud: neither claim, coverage nor reason is known (CONF-058). */
  reasonUnknown?: boolean | undefined;
  /** Who gave the claim its id: the payer (as when left out) or the provider. */
  claimAssignedBy?: 'payer' | 'provider' | undefined;
  /** A reference in place of, or beside, the claim's id: Claim/1 or Coverage/1 (CONF-080, CONF-082). */
  reasonReference?: string | undefined;
  /** What the reason is where an id alone does not show it (Reference.type). */
  reasonType?: 'Claim' | 'Coverage' | undefined;
  /** A reference to what authorises the request. */
  basedOn?: string | undefined;
  /** The same, written beside it. */
  authorization?: Authorization | undefined;
}

/** Asks for the answer to a FHIR search: Type?parameters. */
export interface QueryRequest extends CommonDataRequest {
  kind: 'data-request-query';
  query: string;
}

/** Asks for documents of a kind: a LOINC code, `SYSTEM|CODE`, words, or a code with words. */
export interface CodeRequest extends CommonDataRequest {
  kind: 'data-request-code';
  code?: string | undefined;
  text?: string | undefined;
}

/** Asks for a questionnaire to be filled in. */
export interface QuestionnaireRequest extends CommonDataRequest {
  kind: 'data-request-questionnaire';
  /** Canonical URL, with or without |version. */
  questionnaire: string;
  /** What people call it (display extension). */
  title?: string | undefined;
}

/** One thing an attachment request asks for, with the line items it belongs to. */
export interface AttachmentAsked {
  /** LOINC, `SYSTEM|CODE`, or words alone; for a questionnaire its canonical URL. */
  what: string;
  title?: string | undefined;
  lineItems?: number[] | undefined;
}

/** Asks for attachments to a claim or prior authorization to be pushed (CDex Task Attachment Request). */
export interface AttachmentRequest extends CommonRequest {
  kind: 'attachment-request-code' | 'attachment-request-questionnaire';
  use: 'claim' | 'preauthorization';
  attachments: AttachmentAsked[];
  trackingId?: string | undefined;
  /** Prior authorization only, from the continuous build on. */
  adminRef?: string | undefined;
  /** YYYY-MM-DD; a claim needs it (CONF-012). */
  serviceDate?: string | undefined;
  /** Where to submit to. */
  payerUrl?: string | undefined;
  /** National Provider Identifiers of practitioner and organization; one is needed (cdex-3). */
  npi?: string | undefined;
  organizationNpi?: string | undefined;
  /** `Family, Given Given`. */
  name?: string | undefined;
  birthDate?: string | undefined;
  /** The provider's own number of the patient. */
  patientAccount?: string | undefined;
  multipleSubmits?: boolean | undefined;
}

/** What a person asks for, before the Task is built. */
export type TaskRequest = QueryRequest | CodeRequest | QuestionnaireRequest | AttachmentRequest;

/** A request that was begun: kept until it is sent or thrown away. */
export interface TaskDraftRecord {
  id: string;
  connectionId?: string;
  /** In one line, for lists. */
  title: string;
  /** What the form holds; complete or not. */
  request: Partial<TaskRequest>;
  /** The Task as edited by hand, where JSON took over from the form. */
  task?: unknown;
  /** ISO instant. */
  updatedAt: string;
}
