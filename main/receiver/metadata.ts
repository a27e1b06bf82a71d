import type { CapabilityStatement } from '@medplum/fhirtypes';
import { whenTooLarge } from '../../shared/cdex/size-advice.ts';

const cdex = 'http://hl7.org/fhir/us/davinci-cdex';

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
