/** Who speaks in the sandbox and about whom, whatever its seed: identifiers as `system|value`, the patient by the provider's id. */
export const sandboxParties = {
  payer: 'https://harbor-mutual.example/payer-ids|HARBOR-01',
  patient: 'shaw-amy',
  provider: 'http://hl7.org/fhir/sid/us-npi|9941001015',
} as const;

/** A claim or prior authorization of a sandbox member. Identifiers are `system|value`. */
export interface SandboxClaim {
  /** The provider's own number. */
  id: string;
  use: 'claim' | 'preauthorization';
  /** YYYY-MM-DD. */
  serviceDate: string;
  /** Line numbers, as LineItem names them. */
  lineItems: string[];
  /** Under which the payer has asked for attachments to it. */
  trackingId?: string;
  /** The payer's reference number of a prior authorization. */
  adminRef?: string;
}
