/** What a person asks for in a data-request-query Task, before the Task is built (CDex Task Data Request). Identifiers are `SYSTEM|VALUE`. */
export interface TaskRequest {
  kind: 'data-request-query';
  /** The search to run: Type?parameters. */
  query: string;
  /** The patient's id on the partner's server, or a whole reference. */
  patientId?: string | undefined;
  /** The member id the payer knows the patient by. */
  member?: string | undefined;
  requester?: string | undefined;
  owner?: string | undefined;
  /** Codes, each alone or as SYSTEM|CODE; together they make one purpose. */
  purposeOfUse?: string[] | undefined;
  /** Work queue codes. */
  workQueue?: string[] | undefined;
  /** True asks for signed data. */
  signature?: boolean | undefined;
  /** Why, in words. */
  reason?: string | undefined;
  /** The claim's or prior authorization's business id. */
  claim?: string | undefined;
  /** Who gave the claim its id: the payer (as when left out) or the provider. */
  claimAssignedBy?: 'payer' | 'provider' | undefined;
  /** Reference to what authorises the request. */
  basedOn?: string | undefined;
  /** Date or instant the data is needed by. */
  due?: string | undefined;
}

/** An organisation or practitioner as known to us: business identifier `SYSTEM|VALUE`, reference, or both. */
export interface Identified {
  identifier?: string | undefined;
  reference?: string | undefined;
  display?: string | undefined;
}
