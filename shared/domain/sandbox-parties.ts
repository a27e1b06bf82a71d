/** Who speaks in the sandbox and about whom, whatever its seed: identifiers as `system|value`, the patient by the provider's id. */
export const sandboxParties = {
  payer: 'https://harbor-mutual.example/payer-ids|HARBOR-01',
  patient: 'shaw-amy',
  provider: 'http://hl7.org/fhir/sid/us-npi|9941001015',
} as const;
