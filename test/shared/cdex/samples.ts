/** Small resources written for these tests; each function gives a new copy that a test may spoil. */
import { profiles, systems } from '../../../shared/cdex/codes.ts';

type Members = Record<string, unknown>;

export const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

/** A data request by query with which the rules are content. */
export const dataRequest = (members: Members = {}): Members => ({
  resourceType: 'Task',
  meta: { profile: [profiles.dataRequest], tag: [{ system: systems.cdex, code: 'claims-processing' }] },
  status: 'requested',
  intent: 'order',
  code: coded(systems.cdex, 'data-request-query'),
  for: { identifier: { system: 'http://payer.example/members', value: 'M-1' } },
  authoredOn: '2024-05-01T10:00:00Z',
  requester: { identifier: { system: 'http://payer.example/ids', value: 'P-1' } },
  owner: { identifier: { system: systems.npi, value: '1999999984' } },
  reasonReference: {
    identifier: { type: coded(systems.identifierType, 'FILL'), system: 'http://payer.example/claims', value: 'C-1' },
  },
  input: [query('Condition?patient=1&clinical-status=active')],
  ...members,
});

export const query = (valueString: string) => ({ type: coded(systems.hrex, 'data-query'), valueString });

/** A purpose of the payer's own system. */
export const ownPurpose = 'audit';

export const purpose = (...codes: string[]) => ({
  type: coded(systems.cdex, 'purpose-of-use'),
  valueCodeableConcept: {
    coding: codes.map((code) => ({
      system: code === ownPurpose ? 'http://payer.example/purposes' : systems.cdex,
      code,
    })),
  },
});

export const data = (reference: string) => ({ type: coded(systems.hrex, 'data-value'), valueReference: { reference } });

const patient = {
  resourceType: 'Patient',
  id: 'patient',
  identifier: [{ type: coded(systems.identifierType, 'MB'), system: 'http://payer.example/members', value: 'M-1' }],
  name: [{ family: 'Example', given: ['Ada'] }],
  birthDate: '1961-02-03',
};

const role = {
  resourceType: 'PractitionerRole',
  id: 'practitionerrole',
  practitioner: { identifier: { system: systems.npi, value: '1999999984' } },
};

export const neededDocument = (code = '11506-3') => ({
  type: coded(systems.pas, 'attachments-needed'),
  valueCodeableConcept: { coding: [{ system: systems.loinc, code, display: 'Progress note' }] },
  extension: [
    { url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-paLineNumber', valueInteger: 1 },
  ],
});

export const neededForm = (valueCanonical = 'http://forms.example/oxygen') => ({
  type: coded(systems.pas, 'questionnaire-context'),
  valueCanonical,
});

export const payerUrl = {
  type: coded(systems.pas, 'payer-url'),
  valueUrl: 'https://payer.example/fhir/$submit-attachment',
};

export const serviceDate = (valueDate: string) => ({ type: coded(systems.cdex, 'service-date'), valueDate });

/** An attachment request for a claim, written as in 2.1, with which the rules are content. */
export const attachmentRequest = (members: Members = {}): Members =>
  structuredClone({
    resourceType: 'Task',
    meta: { profile: [profiles.attachmentRequest] },
    contained: [patient, role],
    identifier: [{ type: coded(systems.cdex, 'tracking-id'), system: 'http://payer.example/tracking', value: 'T-1' }],
    status: 'requested',
    intent: 'order',
    code: coded(systems.pas, 'attachment-request-code'),
    for: { reference: '#patient' },
    authoredOn: '2024-05-01T10:00:00Z',
    requester: { identifier: { system: 'http://payer.example/ids', value: 'P-1' } },
    owner: { reference: '#practitionerrole' },
    reasonCode: { ...coded(systems.claimUse, 'claim'), text: 'claim' },
    reasonReference: { identifier: { system: 'http://payer.example/claims', value: 'C-1' } },
    restriction: { period: { end: '2024-06-01' } },
    input: [neededDocument(), payerUrl, serviceDate('2024-04-20')],
    ...members,
  });

type Parameter = Members & { name: string };

const identifier = (name: string, value: string): Parameter => ({
  name,
  valueIdentifier: { system: `http://payer.example/${name}`, value },
});

export const documentReference = (...attachments: Members[]) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  type: coded(systems.loinc, '11506-3'),
  content: attachments.map((attachment) => ({ attachment })),
});

export const content = (resource: unknown): Parameter => ({ name: 'Content', resource });
export const code: Parameter = { name: 'Code', valueCodeableConcept: coded(systems.loinc, '11506-3') };
export const lineItem = (valueString: string): Parameter => ({ name: 'LineItem', valueString });
export const attachment = (...part: Parameter[]): Parameter => ({ name: 'Attachment', part });

const note = documentReference({ contentType: 'text/plain', data: 'bm90ZQ==', title: 'Note' });

/** An unsolicited submission for a claim with which the rules are content, one parameter a name. */
export const parameters = (): Record<string, Parameter> => ({
  TrackingId: identifier('TrackingId', 'T-1'),
  AttachTo: { name: 'AttachTo', valueCode: 'claim' },
  PayerId: identifier('PayerId', 'P-1'),
  OrganizationId: identifier('OrganizationId', 'O-1'),
  ProviderId: identifier('ProviderId', 'D-1'),
  MemberId: identifier('MemberId', 'M-1'),
  ServiceDate: { name: 'ServiceDate', valueDateTime: '2024-04-20' },
  Attachment: attachment(lineItem('1'), code, content(note)),
});

/** A submission made of these parameters. */
export const submission = (...list: unknown[]): Members => ({ resourceType: 'Parameters', parameter: list });

/** The content submission with some parameters exchanged, or left out where undefined. */
export const submissionWith = (changes: Record<string, Parameter | undefined>): Members =>
  submission(...Object.values({ ...parameters(), ...changes }).filter((one) => one !== undefined));
