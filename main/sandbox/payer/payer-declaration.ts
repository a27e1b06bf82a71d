import type { Declaration } from '../fhir/capability.ts';
import type { PayerWays } from './payer-rules.ts';

const CDEX = 'http://hl7.org/fhir/us/davinci-cdex';

/** The largest submission the payer takes, in bytes after decoding: usually, and under the fault `payer-413`. */
export const SUBMISSION_LIMIT = 100 * 1024 * 1024;
const SMALL_LIMIT = 1024 * 1024;

/** The limit as it is now. */
export const submissionLimit = ({ faults }: PayerWays): number =>
  faults().includes('payer-413') ? SMALL_LIMIT : SUBMISSION_LIMIT;

/** What a sender can do when a submission is too large (CONF-024). */
export const tooLargeAdvice =
  'Split the attachments over several submissions with the same TrackingId, all but the last with Final = false; ' +
  'or send DocumentReference.content.attachment.url with a link the payer may read instead of inline data.';

function operationDocumentation(ways: PayerWays): string {
  const limit = submissionLimit(ways);
  const { tracking, afterFinal, unknownMember } = ways.rules();
  return [
    `The limit is ${limit} bytes (${limit / 1024 / 1024} MB) for the whole request after decoding; a larger one gets 413 and nothing is stored. ${tooLargeAdvice}`,
    'Final is supported: several submissions may share a TrackingId; absent means the last one.',
    afterFinal === 'accept'
      ? 'What comes after the last one is accepted, and the answer says so.'
      : 'What comes after the last one is refused (422).',
    'A submission is associated by TrackingId, by AdminRefNumber, or by member and service date.',
    tracking === 'strict'
      ? 'A TrackingId counts with its system.'
      : 'A TrackingId whose system is another counts by its value.',
    'A submission that belongs to no known claim is held and answered with an informational OperationOutcome; it is associated when the claim or the request appears.',
    unknownMember === 'hold'
      ? 'So is one for a member who is not known.'
      : 'One for a member who is not known is refused (422).',
    'A LineItem that the claim does not have is refused (422). The same content again is answered 200 and kept once.',
    'Content-Encoding gzip and deflate are accepted. Where a token is needed or sent, any scope that may create something here will do.',
  ].join(' ');
}

/** What the payer declares, as it answers now (Data Consumer server; CONF-001, CONF-022, CONF-024). */
export const payerDeclaration = (ways: PayerWays): Declaration => ({
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
      documentation: operationDocumentation(ways),
    },
  ],
  resource: {
    Task: {
      supportedProfile: [`${CDEX}/StructureDefinition/cdex-task-attachment-request`],
      documentation: 'Holds the payer’s own attachment requests; nothing here moves them. Send Tasks to the provider.',
    },
  },
});
