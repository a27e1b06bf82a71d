import type { CdexVersion } from '../domain/connection.ts';
import { codingsOf } from '../fhir/datatype.ts';
import { dig } from '../fhir/json.ts';
import type { SlotShape } from './check-slots.ts';
import { attachmentRequestCodes, lineItemExtensions, systems } from './codes.ts';

/** How one version writes an attachment request: 2.1 moved its codes from CDex's, HRex's and SDC's systems to one of PAS. */
export interface Dialect {
  codeSystem: string;
  /** Task codes, with the input each one needs. */
  codes: Record<string, string>;
  /** Input that names documents, input that names a questionnaire. */
  needed: string;
  form: string;
  /** URL of the extension that names a line item: an integer from 2.1 on, a positiveInt before. */
  lineItem: string;
  /** How the member id of the contained patient is typed. */
  member: { system: string; code: string };
  inputs: Record<string, SlotShape>;
  outputs: Record<string, SlotShape>;
}

const shared: Record<string, SlotShape> = {
  'service-date': { systems: [systems.cdex], values: ['valueDate'], single: true },
  'signature-flag': { systems: [systems.cdex], values: ['valueBoolean'], single: true },
  'purpose-of-use': { systems: [systems.cdex], values: ['valueCodeableConcept'], single: true },
  'multiple-submits-flag': { systems: [systems.cdex], values: ['valueBoolean'], single: true },
};

// PAS writes the questionnaire as a string; both are read.
const canonical = ['valueCanonical', 'valueString'];

const current: Dialect = {
  codeSystem: systems.pas,
  codes: attachmentRequestCodes,
  needed: 'attachments-needed',
  form: 'questionnaire-context',
  lineItem: lineItemExtensions[0],
  member: { system: systems.identifierType, code: 'MB' },
  inputs: {
    ...shared,
    'attachments-needed': { systems: [systems.pas], values: ['valueCodeableConcept'] },
    'questionnaire-context': { systems: [systems.pas], values: canonical },
    'payer-url': { systems: [systems.pas], values: ['valueUrl'], single: true },
  },
  outputs: {
    'attachments-needed': { systems: [systems.pas], values: ['valueReference'] },
    'questionnaire-context': { systems: [systems.pas], values: ['valueReference'] },
  },
};

const before: Dialect = {
  codeSystem: systems.cdex,
  codes: { 'attachment-request-code': 'data-code', 'attachment-request-questionnaire': 'questionnaire' },
  needed: 'data-code',
  form: 'questionnaire',
  lineItem: lineItemExtensions[1],
  member: { system: systems.hrex, code: 'UMB' },
  inputs: {
    ...shared,
    'data-code': { systems: [systems.hrex], values: ['valueCodeableConcept'] },
    questionnaire: { systems: [systems.sdc], values: canonical, single: true },
    'payer-url': { systems: [systems.cdex], values: ['valueUrl'], single: true },
  },
  outputs: {
    'data-value': { systems: [systems.hrex], values: ['valueReference'] },
    'questionnaire-response': { systems: [systems.sdc], values: ['valueReference'], single: true },
  },
};

/** The version whose words the Task uses; 2.1 stands for the continuous build too, which writes the same. */
export const dialectVersion = (task: unknown): '2.0' | '2.1' =>
  codingsOf(dig(task, 'code')).some((coding) => coding.system === systems.cdex) ? '2.0' : '2.1';

/** How the Task's own version writes an attachment request. */
export const dialectOf = (task: unknown): Dialect => (dialectVersion(task) === '2.0' ? before : current);

/** How a version writes an attachment request. */
export const dialectOfVersion = (version: CdexVersion): Dialect => (version === '2.0' ? before : current);
