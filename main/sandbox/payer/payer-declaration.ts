import type { Declaration } from '../fhir/capability.ts';

const CDEX = 'http://hl7.org/fhir/us/davinci-cdex';

/** The largest submission the payer takes, in bytes after decoding. */
export const SUBMISSION_LIMIT = 100 * 1024 * 1024;

/** What a sender can do when a submission is too large (CONF-024). */
export const tooLargeAdvice =
  'Split the attachments over several submissions with the same TrackingId, all but the last with Final = false; ' +
  'or send DocumentReference.content.attachment.url with a link the payer may read instead of inline data.';

/** What the payer declares (Data Consumer server; CONF-001, CONF-022, CONF-024). */
export const payerDeclaration: Declaration = {
  title: 'Sandbox payer',
  instantiates: [`${CDEX}/CapabilityStatement/data-consumer-server`],
  documentation: [
    'Attachments: POST [base]/$submit-attachment for solicited and unsolicited attachments to claims and prior authorizations.',
    'Any resource type may be content; DocumentReference with inline data or with a URL, QuestionnaireResponse and Bundle among them.',
    'Direct query and Task: this server holds the payer’s own records; its requests go out from the console.',
  ].join(' '),
  operation: [
    {
      name: 'submit-attachment',
      definition: `${CDEX}/OperationDefinition/submit-attachment`,
      documentation:
        `The limit is ${SUBMISSION_LIMIT} bytes (100 MB) for the whole request after decoding; a larger one gets 413 and nothing is stored. ${tooLargeAdvice} ` +
        'Final is supported: several submissions may share a TrackingId; absent means the last one. ' +
        'A submission that belongs to no known claim is held and answered with an informational OperationOutcome. ' +
        'Content-Encoding gzip and deflate are accepted. Where a token is needed or sent, any scope that may create something here will do.',
    },
  ],
  resource: {
    Task: {
      supportedProfile: [`${CDEX}/StructureDefinition/cdex-task-attachment-request`],
      documentation: 'Holds the payer’s own attachment requests; nothing here moves them. Send Tasks to the provider.',
    },
  },
};
