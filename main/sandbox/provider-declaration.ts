import { taskTopic } from '../../shared/domain/subscription.ts';
import type { SandboxAnswering } from '../../shared/domain/sandbox-answering.ts';
import type { Declaration } from './fhir/capability.ts';
import { backportOperations, backportProfiles, backportServer, extensions } from './subscriptions/backport.ts';

const CDEX = 'http://hl7.org/fhir/us/davinci-cdex';

const roads: Record<SandboxAnswering['answering'], string> = {
  automatic:
    'Every Task goes requested, accepted, in-progress, then completed, failed or rejected by itself, with a sentence in businessStatus or statusReason.',
  'by-hand':
    'Tasks wait for a person at the work queue, who may give them any of the seven statuses, with a sentence in businessStatus or statusReason.',
};

function taskDocumentation({ answering, requirePurpose, reopen, noHits, outputs }: SandboxAnswering): string {
  return [
    'Send a Task with code data-request-query (one input data-query), data-request-code (one input data-code) or data-request-questionnaire (one input questionnaire: the canonical URL of a Questionnaire of the payer next door); an older hrex-temp data-request is read as well.',
    'Send a Task with code attachment-request-code (inputs attachments-needed and payer-url) or attachment-request-questionnaire (questionnaire-context and payer-url) to have documents or answered questionnaires submitted to that URL by $submit-attachment.',
    roads[answering],
    'A Task of an unknown code is rejected with the reason. Unknown extensions are accepted, unknown modifier extensions refused (422).',
    requirePurpose
      ? 'A purpose of use is required: a Task without the input purpose-of-use is rejected.'
      : 'A purpose of use may be stated and is not required.',
    reopen
      ? 'A Task that has ended may be reopened by an update.'
      : 'A Task that has ended is not reopened: an update that says so is refused (422).',
    outputs === 'contained'
      ? 'The answer to a query is contained in the Task.'
      : 'The answer to a query is a Bundle of its own, which the output refers to.',
    noHits === 'failed'
      ? 'A query without hits fails, as a request by code does.'
      : 'A query without hits completes with an empty Bundle; a request by code without hits fails.',
    'A query must name one resource type and be limited to the Task’s patient by patient, subject or _id; only _revinclude=Provenance:target may widen it.',
    'Either a reference or an identifier in Task.for finds the patient. Poll by GET, If-None-Match, or search by _id, requester, owner, status, code, _tag and _lastUpdated; or subscribe. Updates may carry If-Match. A Task may be withdrawn by DELETE.',
  ].join(' ');
}

/** What the provider declares, as it answers now (Data Source; CONF-001, CONF-006, CONF-067, CONF-068, CONF-078). */
export const providerDeclaration = (answering: SandboxAnswering): Declaration => ({
  title: 'Sandbox provider',
  instantiates: [`${CDEX}/CapabilityStatement/data-source-server`, backportServer],
  documentation: [
    'Direct query: search, read and $everything over a synthetic record, with _revinclude=Provenance:target on clinical types.',
    'Task: data requests by query, code or questionnaire, and attachment requests by code or questionnaire; see the documentation of Task.',
    'Subscriptions: the HRex Task topic by rest-hook; see the documentation of Subscription.',
    'Attachments: this provider submits solicited and unsolicited attachments to a payer by $submit-attachment, DocumentReference content with inline data or a QuestionnaireResponse.',
    'Unknown search parameters are refused with 400, or left out and reported with Prefer: handling=lenient.',
  ].join(' '),
  operation: [],
  resource: {
    Patient: {
      operation: [
        { name: 'match', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match' },
        { name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' },
      ],
      documentation: 'A member id or record number finds the patient by the search parameter identifier.',
    },
    Task: {
      supportedProfile: [
        `${CDEX}/StructureDefinition/cdex-task-data-request`,
        `${CDEX}/StructureDefinition/cdex-task-attachment-request`,
      ],
      documentation: taskDocumentation(answering),
    },
    Subscription: {
      extension: [{ url: extensions.topicOffered, valueCanonical: taskTopic }],
      supportedProfile: [backportProfiles.subscription],
      operation: [
        { name: 'status', definition: backportOperations.status },
        { name: 'events', definition: backportOperations.events },
      ],
      documentation: [
        `The topic is ${taskTopic}, filtered by code, status, owner and requester, the last two also with :identifier; another topic, filter, channel or payload is refused (422).`,
        'The channel is rest-hook with application/fhir+json and a payload of empty, id-only or full-resource, to an https endpoint; plain http is for this machine alone.',
        'A Subscription starts as requested and is active once its endpoint has answered the handshake with 2xx. Heartbeat period, timeout and maximum count are honoured.',
        'A notification is tried three times, then the Subscription is in error: it goes on counting, and is taken up again when its client sets it to requested.',
        '$events gives what was missed, both numbers included. A token limits what a Subscription tells of to what that token may read.',
      ].join(' '),
    },
    Binary: {
      documentation:
        'Read with Accept: application/fhir+json gives the resource; any other Accept gives the bytes themselves.',
    },
  },
});
