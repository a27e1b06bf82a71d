/** What a submission is made of, beyond what every one has. */
export interface SubmissionParts {
  trackingId?: string;
  /** Bytes of each attached document. */
  documents?: Buffer[];
  final?: boolean;
}

/** A $submit-attachment request that breaks no rule, for one claim. */
export function submissionOf({
  trackingId = 'track-1',
  documents = [Buffer.from('%PDF-1.4 one page')],
  final,
}: SubmissionParts = {}) {
  const identifier = (name: string, system: string, value: string) => ({ name, valueIdentifier: { system, value } });
  return {
    resourceType: 'Parameters',
    parameter: [
      identifier('TrackingId', 'https://source.example/tracking', trackingId),
      { name: 'AttachTo', valueCode: 'claim' },
      identifier('PayerId', 'https://payer.example/ids', 'P1'),
      identifier('OrganizationId', 'http://hl7.org/fhir/sid/us-npi', '9941001015'),
      identifier('ProviderId', 'http://hl7.org/fhir/sid/us-npi', '9941002013'),
      identifier('MemberId', 'https://payer.example/members', 'M-77'),
      { name: 'ServiceDate', valueDateTime: '2026-09-14' },
      ...documents.map((bytes, index) => ({
        name: 'Attachment',
        part: [
          { name: 'LineItem', valueString: `${index + 1}` },
          { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '34133-9' }] } },
          { name: 'Content', resource: documentOf(bytes) },
        ],
      })),
      ...(final === undefined ? [] : [{ name: 'Final', valueBoolean: final }]),
    ],
  };
}

const documentOf = (bytes: Buffer) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  subject: { identifier: { system: 'https://payer.example/members', value: 'M-77' } },
  type: { coding: [{ system: 'http://loinc.org', code: '34133-9' }] },
  content: [{ attachment: { contentType: 'application/pdf', data: bytes.toString('base64') } }],
});
