import type { CapabilityStatement, CapabilityStatementRestSecurity } from '@medplum/fhirtypes';
import { whenTooLarge } from '../../shared/cdex/size-advice.ts';
import type { ReceiverSetup } from '../../shared/domain/receiver.ts';
import type { Response } from './respond.ts';

const cdex = 'http://hl7.org/fhir/us/davinci-cdex';

/** What the receiver declares of how it is set up; what is left out is as usual. */
export type Declared = Partial<Pick<ReceiverSetup, 'proof' | 'headerName' | 'requireSignature'>>;

/** What the statement tells beside what is always the same. */
export interface Described extends Declared {
  /** Origin of this receiver. */
  base: string;
  /** Limit of one decoded body in bytes. */
  maxBytes: number;
  version: string;
  /** ISO instant. */
  date: string;
}

/** The receiver's CapabilityStatement: what it takes, how much, and how several submissions are told apart (CONF-001, 022, 024, 078). */
export function metadata({ base, maxBytes, version, date, ...declared }: Described): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Switchboard receiver', version },
    implementation: { description: 'Push receiver of an integration console', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    instantiates: [`${cdex}/CapabilityStatement/data-consumer-server`],
    rest: [
      {
        mode: 'server',
        documentation:
          'Takes attachments by $submit-attachment, subscription notifications at /notifications, and records whatever else arrives. ' +
          'No Tasks are served here: requests for attachments are Tasks at the server of whoever answers them, and their changes are ' +
          'taken as notifications.',
        security: security(declared),
        operation: [
          {
            name: 'submit-attachment',
            definition: `${cdex}/OperationDefinition/submit-attachment`,
            documentation: [
              whenTooLarge(maxBytes),
              ...unchanging,
              declared.requireSignature
                ? 'Signatures are required: a submission in which nothing is signed is refused with 400.'
                : 'Signatures are not required, unless that was agreed with the sender.',
            ].join(' '),
          },
        ],
      },
    ],
  };
}

/** What holds however it is set up. */
const unchanging = [
  'A body over the limit is answered 413.',
  'Final is supported: absent or true ends the submissions of a TrackingId, false says that more will follow.',
  'Content of DocumentReference may be inline (attachment.data) or by URL (attachment.url); QuestionnaireResponse, Bundle and any ' +
    'other resource type is taken too.',
  'What cannot be associated with a claim or request yet is answered 200 with an informational OperationOutcome, and held until it can.',
  'A submission that brings the same as an earlier one is answered like any other and kept as its repeat; nothing is counted twice.',
  'JSON alone is read; gzip and deflate are accepted.',
];

const service = (code: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code }],
});

/** How senders prove themselves, in words; the secrets are told by other means. */
function security({ proof = 'none', headerName }: Declared): CapabilityStatementRestSecurity {
  switch (proof) {
    case 'none':
      return { description: 'No proof of the sender is asked for.' };
    case 'path':
      return { description: 'The address has a secret part, which whoever runs this receiver tells its partners.' };
    case 'header':
      return {
        description: `Every request carries the header ${headerName ?? 'that was agreed'}, whose value whoever runs this receiver tells its partners.`,
      };
    case 'bearer':
      return {
        service: [service('OAuth')],
        description:
          'Every request carries an access token (Authorization: Bearer) of the payer’s authorization server.',
      };
    case 'certificate':
      return {
        service: [service('Certificates')],
        description: 'Senders show a client certificate of an authority this receiver trusts (mutual TLS).',
      };
  }
}

/** The answer to GET /metadata. */
export const declaration = (statement: CapabilityStatement): Response => ({
  status: 200,
  headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
  body: JSON.stringify(statement),
});
