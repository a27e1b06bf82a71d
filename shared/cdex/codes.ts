/** Code systems, profiles and codes of CDex and what it builds on. Codes of X12 are never listed: any code of its system is accepted. */

const cdexRoot = 'http://hl7.org/fhir/us/davinci-cdex';
const hrexRoot = 'http://hl7.org/fhir/us/davinci-hrex';
const pasRoot = 'http://hl7.org/fhir/us/davinci-pas';
const sdcRoot = 'http://hl7.org/fhir/uv/sdc';

/** Code systems and identifier systems by a short name. */
export const systems = {
  cdex: `${cdexRoot}/CodeSystem/cdex-temp`,
  hrex: `${hrexRoot}/CodeSystem/hrex-temp`,
  pas: `${pasRoot}/CodeSystem/PASTempCodes`,
  sdc: `${sdcRoot}/CodeSystem/temp`,
  actReason: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  claimUse: 'http://hl7.org/fhir/claim-use',
  loinc: 'http://loinc.org',
  pwk01: 'https://codesystem.x12.org/005010/755',
  npi: 'http://hl7.org/fhir/sid/us-npi',
} as const;

/** Profiles we write into meta.profile or look for there. */
export const profiles = {
  dataRequest: `${cdexRoot}/StructureDefinition/cdex-task-data-request`,
  attachmentRequest: `${cdexRoot}/StructureDefinition/cdex-task-attachment-request`,
  patientDemographics: `${cdexRoot}/StructureDefinition/cdex-patient-demographics`,
  practitionerRole: `${cdexRoot}/StructureDefinition/cdex-practitionerrole`,
  submitAttachment: `${cdexRoot}/StructureDefinition/cdex-parameters-submit-attachment`,
  hrexDataRequest: `${hrexRoot}/StructureDefinition/hrex-task-data-request`,
} as const;

/** The line item extension on a Task input: an integer from 2.1 on, a positiveInt before. Both are read. */
export const lineItemExtensions = [
  `${pasRoot}/StructureDefinition/extension-paLineNumber`,
  `${pasRoot}/StructureDefinition/extension-serviceLineNumber`,
] as const;

/** What people call a questionnaire, beside its canonical URL. */
export const displayExtension = 'http://hl7.org/fhir/StructureDefinition/display';

/** How a provider's own number of a patient is typed (CARIN Blue Button). */
export const patientAccountType = {
  system: 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType',
  code: 'pat',
} as const;

/** The work queues a Task can be tagged for (cdex-work-queue). */
export const workQueues: Record<string, string> = {
  'claims-processing': 'Claims processing',
  'preauth-processing': 'Prior authorization',
  'risk-adjustment': 'Risk adjustment',
  'quality-metrics': 'Quality metrics',
  referral: 'Referral',
  'social-care': 'Social care',
  'authorization-other': 'Other authorization',
  'care-coordination': 'Care coordination',
  'documentation-general': 'General documentation',
  orders: 'Orders',
  'patient-status': 'Patient status',
  signature: 'Signature',
};

/** The broad purposes a purpose of use rolls up to. */
export type BroadPurpose = 'treatment' | 'payment' | 'operations';

/** One purpose of use (cdex-POU). */
export interface PurposeOfUse {
  system: string;
  code: string;
  name: string;
  broad: BroadPurpose[];
  /** True for the codes that must travel with a second coding (CONF-083). */
  needsAnother: boolean;
}

const purpose = (system: string, code: string, name: string, ...broad: BroadPurpose[]): PurposeOfUse => ({
  system,
  code,
  name,
  broad,
  needsAnother: code.endsWith('-noe'),
});

/** The purposes of use the guide lists; the binding is extensible. */
export const purposesOfUse: readonly PurposeOfUse[] = [
  purpose(systems.actReason, 'COVERAGE', 'Coverage under policy or program', 'payment'),
  purpose(systems.actReason, 'CLMATTCH', 'Claim attachment', 'payment'),
  purpose(systems.actReason, 'COVAUTH', 'Coverage authorization', 'payment'),
  purpose(systems.actReason, 'HQUALIMP', 'Healthcare quality improvement', 'operations'),
  purpose(systems.actReason, 'HDM', 'Healthcare delivery management', 'operations'),
  purpose(systems.actReason, 'COC', 'Coordination of care', 'treatment'),
  purpose(systems.actReason, 'TREAT', 'Treatment', 'treatment'),
  purpose(systems.cdex, 'care-planning', 'Care planning', 'treatment', 'operations'),
  purpose(systems.cdex, 'social-risk', 'Social risk', 'treatment', 'operations'),
  purpose(systems.cdex, 'payment-noe', 'Payment, not otherwise enumerated', 'payment'),
  purpose(systems.cdex, 'operations-noe', 'Operations, not otherwise enumerated', 'operations'),
  purpose(systems.cdex, 'treatment-noe', 'Treatment, not otherwise enumerated', 'treatment'),
];

/** Task.code of a data request (cdex-data-request-task-code), with the input each one needs. */
export const dataRequestCodes: Record<string, string> = {
  'data-request-query': 'data-query',
  'data-request-code': 'data-code',
  'data-request-questionnaire': 'questionnaire',
};

/** Task.code of an attachment request (PASTaskCodes), with the input each one needs. */
export const attachmentRequestCodes: Record<string, string> = {
  'attachment-request-code': 'attachments-needed',
  'attachment-request-questionnaire': 'questionnaire-context',
};

/** The code CDex 1.x took from HRex for every data request; read, never written. */
export const oldDataRequestCode = 'data-request';

/** What an attachment may belong to (cdex-claim-use). */
export const claimUses = ['claim', 'preauthorization'] as const;

/** Common document codes attachments are asked for by (part of the LOINC attachment set; the binding is extensible). */
export const attachmentCodes: Record<string, string> = {
  '34117-2': 'History and physical note',
  '11506-3': 'Progress note',
  '11504-8': 'Surgical operation note',
  '18842-5': 'Discharge summary',
  '11488-4': 'Consultation note',
  '11502-2': 'Laboratory report',
  '11526-1': 'Pathology study',
  '18748-4': 'Diagnostic imaging study',
  '28570-0': 'Procedure note',
  '57133-1': 'Referral note',
  '34133-9': 'Summary of episode note',
  '18776-5': 'Plan of care note',
  '18761-7': 'Transfer summary',
  '80565-5': 'Medication administration record',
  '57828-6': 'Prescription list',
  '11503-0': 'Medical records',
  '28011-5': 'Emergency department medical records',
  '11485-0': 'Anesthesia records',
  '15508-5': 'Labor and delivery records',
  '57073-9': 'Prenatal records',
  '18682-5': 'Ambulance records',
  '52063-5': 'Prescription for durable medical equipment',
  '103595-5': 'Certificate of medical necessity',
  '103596-3': 'Proof of delivery of durable medical equipment',
  '94093-2': 'Itemized bill',
  '52030-4': 'Explanation of benefits',
  '52032-0': 'Appeal denial letter',
  '52053-6': 'Oxygen attachment',
  '52042-9': 'Continuous positive airway pressure attachment',
  '52049-4': 'Manual wheelchair attachment',
  '52050-2': 'Motorized wheelchair attachment',
  '52041-1': 'Home glucose monitor attachment',
  '52036-1': 'Home health prior authorization attachment',
  '52035-3': 'Home health claims attachment',
  '52039-5': 'Skilled nursing facility record',
  '19002-5': 'Physical therapy service attachment',
  '18826-8': 'Occupational therapy service attachment',
  '29206-0': 'Speech therapy service attachment',
  '18594-2': 'Psychiatric service attachment',
  '18824-3': 'Cardiac service attachment',
  '28633-6': 'Sleep study',
  '46212-7': 'Pre-operative photograph',
};

/** The rest of the LOINC attachment set, whose names we do not show. */
const otherAttachmentCodes = new Set(
  `80792-5 47420-5 74156-1 80785-9 52027-0 52028-8 52029-6 53245-7 52062-7 52073-4 52070-0 80405-4 53242-4 52040-3
  53243-2 53247-3 52071-8 67796-3 77601-3 52043-7 11514-7 11521-2 11515-4 11516-2 11517-0 11518-8 11519-6 11520-4
  52031-2 52044-5 103567-4 52064-3 52045-2 52033-8 52046-0 52047-8 77600-5 52048-6 94118-7 52037-9 52065-0 76641-0
  52072-6 53246-5 52066-8 53244-0 52051-0 52052-8 52054-4 52067-6 52034-6 28629-4 74030-8 52055-1 52068-4 52075-9
  18823-5 18825-0 52184-9 19003-3 52056-9 52057-7 52058-5 101657-5 52059-3 52060-1 52038-7 52061-9 52069-2 103597-1
  52459-5`.split(/\s+/),
);

/** Whether a LOINC code is one attachments are asked for by (cdex-loinc-attachment-codes; the binding is extensible). */
export const isAttachmentCode = (code: string): boolean =>
  Object.hasOwn(attachmentCodes, code) || otherAttachmentCodes.has(code);
