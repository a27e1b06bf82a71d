import type { Declaration } from './fhir/capability.ts';

const CDEX = 'http://hl7.org/fhir/us/davinci-cdex';

const taskDocumentation = [
  'Send a Task with code data-request-query (one input data-query) or data-request-code (one input data-code); an older hrex-temp data-request is read as well.',
  'Send a Task with code attachment-request-code (inputs attachments-needed and payer-url) to have matching documents submitted to that URL by $submit-attachment.',
  'data-request-questionnaire is rejected: this provider has no questionnaire application.',
  'Every Task goes requested, accepted, in-progress, then completed, failed or rejected, with a sentence in businessStatus or statusReason.',
  'A query must name one resource type and be limited to the Task’s patient by patient, subject or _id; only _revinclude=Provenance:target may widen it.',
  'Either a reference or an identifier in Task.for finds the patient. Poll by GET, If-None-Match, or search by _id, requester and _lastUpdated.',
].join(' ');

/** What the provider declares (Data Source; CONF-001, CONF-006, CONF-078). */
export const providerDeclaration: Declaration = {
  title: 'Sandbox provider',
  instantiates: [`${CDEX}/CapabilityStatement/data-source-server`],
  documentation: [
    'Direct query: search, read and $everything over a synthetic record, with _revinclude=Provenance:target on clinical types.',
    'Task: data requests by query or code, and attachment requests by code; see the documentation of Task.',
    'Attachments: this provider submits solicited and unsolicited attachments to a payer by $submit-attachment, DocumentReference content with inline data.',
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
      documentation: taskDocumentation,
    },
    Binary: {
      documentation:
        'Read with Accept: application/fhir+json gives the resource; any other Accept gives the bytes themselves.',
    },
  },
};
