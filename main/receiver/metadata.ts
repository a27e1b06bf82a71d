import type { CapabilityStatement } from '@medplum/fhirtypes';

const cdex = 'http://hl7.org/fhir/us/davinci-cdex';

/** Bytes as people and partners read them. */
export const megabytes = (bytes: number) => `${Number((bytes / 1_000_000).toFixed(1))} MB (${bytes} bytes)`;

/** What to do with content over the limit; said in /metadata and again in the 413 (CONF-022, CONF-024). */
export const whenTooLarge = (maxBytes: number) =>
  `A submission may be at most ${megabytes(maxBytes)} after content decoding. For more: split it into several submissions with the same TrackingId, ` +
  'Final=false on all but the last; or put the content where the payer can read it and send its URL in DocumentReference.content.attachment.url.';

/** The receiver's CapabilityStatement: what it takes, how much, and how several submissions are told apart (CONF-001, 022, 024, 078). */
export function metadata(baseUrl: string, maxBytes: number, version: string, date: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Switchboard receiver', version },
    implementation: { description: 'Push receiver of an integration console', url: baseUrl },
    fhirVersion: '4.0.1',
    format: ['json'],
    instantiates: [`${cdex}/CapabilityStatement/data-consumer-server`],
    rest: [
      {
        mode: 'server',
        documentation:
          'Takes attachments by $submit-attachment, subscription notifications at /notifications, and records whatever else arrives.',
        operation: [
          {
            name: 'submit-attachment',
            definition: `${cdex}/OperationDefinition/submit-attachment`,
            documentation:
              `${whenTooLarge(maxBytes)} Final is supported: absent or true ends the submissions of a TrackingId. ` +
              'DocumentReference content may be inline or by URL; any other resource type is taken too. gzip and deflate are accepted.',
          },
        ],
      },
    ],
  };
}
