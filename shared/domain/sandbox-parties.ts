/** Who speaks in the sandbox, whatever its seed: identifiers as `system|value`. */
export const sandboxParties = {
  payer: 'https://harbor-mutual.example/payer-ids|HARBOR-01',
  provider: 'http://hl7.org/fhir/sid/us-npi|9941001015',
} as const;
