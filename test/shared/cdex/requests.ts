/** Requests as the form holds them, whole, of every kind; each function gives a new copy. */
import type {
  AttachmentRequest,
  CodeRequest,
  QuestionnaireRequest,
  QueryRequest,
  TaskRequest,
} from '../../../shared/domain/task-request.ts';

const common = {
  member: 'http://payer.example/members|M-1',
  requester: 'http://payer.example/ids|P-1',
  due: '2024-06-01',
  signature: true,
  workQueue: ['claims-processing', 'http://payer.example/queues|late'],
  purposeOfUse: ['COVAUTH', 'payment-noe', 'http://payer.example/purposes|audit'],
  claim: 'http://payer.example/claims|C-1',
};

const data = {
  ...common,
  patientId: '1',
  owner: 'http://hl7.org/fhir/sid/us-npi|1999999984',
  identifier: 'http://payer.example/requests|R-1',
  reason: 'Review of the claim',
  claimAssignedBy: 'provider',
  reasonReference: 'Coverage/7',
  reasonType: 'Coverage',
  basedOn: 'ServiceRequest/5',
  authorization: {
    resourceType: 'CommunicationRequest',
    code: 'http://payer.example/kinds|authorization',
    text: 'Notes of the stay may be given.',
    authoredOn: '2024-04-01',
    place: 'contained',
  },
} as const;

export const queryRequest = (): QueryRequest =>
  structuredClone({
    kind: 'data-request-query',
    ...data,
    query: 'Condition?patient=1&clinical-status=active',
  }) as QueryRequest;

export const codeRequest = (): CodeRequest =>
  structuredClone({ kind: 'data-request-code', ...data, code: '34117-2', text: 'History and physical' }) as CodeRequest;

export const questionnaireRequest = (): QuestionnaireRequest =>
  structuredClone({
    kind: 'data-request-questionnaire',
    ...data,
    questionnaire: 'http://forms.example/oxygen|1.0',
    title: 'Oxygen at home',
  }) as QuestionnaireRequest;

const attachments = {
  ...common,
  use: 'preauthorization',
  trackingId: 'http://payer.example/tracking|T-1',
  adminRef: 'http://payer.example/references|A-1',
  serviceDate: '2024-04-20',
  payerUrl: 'https://payer.example/fhir/$submit-attachment',
  npi: '1999999984',
  organizationNpi: '1888888885',
  name: 'Example, Ada Beth',
  birthDate: '1961-02-03',
  patientAccount: 'http://clinic.example/patients|PA-1',
  multipleSubmits: true,
} as const;

export const attachmentRequestByCode = (): AttachmentRequest =>
  structuredClone({
    kind: 'attachment-request-code',
    ...attachments,
    attachments: [
      { what: '11506-3', title: 'Progress note', lineItems: [1, 2] },
      { what: 'https://codesystem.x12.org/005010/755|04' },
      { what: 'A letter of the physician', lineItems: [3] },
    ],
  }) as AttachmentRequest;

export const attachmentRequestByForm = (): AttachmentRequest =>
  structuredClone({
    kind: 'attachment-request-questionnaire',
    ...attachments,
    attachments: [{ what: 'http://forms.example/oxygen|1.0', title: 'Oxygen at home', lineItems: [1] }],
  }) as AttachmentRequest;

/** One whole request of every kind. */
export const everyKind = (): TaskRequest[] => [
  queryRequest(),
  codeRequest(),
  questionnaireRequest(),
  attachmentRequestByCode(),
  attachmentRequestByForm(),
];
