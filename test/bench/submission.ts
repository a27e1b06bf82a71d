/** A submission for a claim with one attachment of so many bytes. */
export const submissionWith = (bytes: number): string =>
  JSON.stringify({
    resourceType: 'Parameters',
    parameter: [
      { name: 'TrackingId', valueIdentifier: { system: 'https://payer.example/tracking', value: trackingId } },
      { name: 'AttachTo', valueCode: 'claim' },
      { name: 'ProviderId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941001015' } },
      { name: 'MemberId', valueIdentifier: { system: 'https://payer.example/members', value: 'M-1' } },
      { name: 'ServiceDate', valueDateTime: '2026-01-01' },
      {
        name: 'Attachment',
        part: [
          { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] } },
          {
            name: 'Content',
            resource: {
              resourceType: 'DocumentReference',
              status: 'current',
              content: [
                { attachment: { contentType: 'text/plain', data: Buffer.alloc(bytes, 'note ').toString('base64') } },
              ],
            },
          },
        ],
      },
    ],
  });

/** The tracking id of such a submission; as long as every other number of eight digits, so that each can have its own. */
export const trackingId = 'T-00000000';
