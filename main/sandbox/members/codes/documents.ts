/** A document type: its LOINC code and, for C-CDA, the document template of release 2.1 where there is one. */
export interface DocumentCode {
  key: string;
  loinc: string;
  display: string;
  /** OID of the C-CDA R2.1 document template. */
  template?: string;
}

const CCDA = '2.16.840.1.113883.10.20.22.1';

/** Document types of the sandbox, all in the set that payers ask attachments by. */
export const DOCUMENTS = {
  history: { key: 'history-physical', loinc: '34117-2', display: 'History and physical note', template: `${CCDA}.3` },
  progress: { key: 'progress-note', loinc: '11506-3', display: 'Progress note', template: `${CCDA}.9` },
  operation: { key: 'operation-note', loinc: '11504-8', display: 'Surgical operation note', template: `${CCDA}.7` },
  discharge: { key: 'discharge-summary', loinc: '18842-5', display: 'Discharge summary', template: `${CCDA}.8` },
  consult: { key: 'consult-note', loinc: '11488-4', display: 'Consult note', template: `${CCDA}.4` },
  imaging: { key: 'imaging', loinc: '18748-4', display: 'Diagnostic imaging study' },
  procedure: { key: 'procedure-note', loinc: '28570-0', display: 'Procedure note', template: `${CCDA}.6` },
  referral: { key: 'referral', loinc: '57133-1', display: 'Referral note', template: `${CCDA}.14` },
  summary: { key: 'summary', loinc: '34133-9', display: 'Summary of episode note' },
  pathology: { key: 'pathology', loinc: '11526-1', display: 'Pathology study' },
  laboratory: { key: 'laboratory', loinc: '11502-2', display: 'Laboratory report' },
  plan: { key: 'plan', loinc: '18776-5', display: 'Plan of care note' },
  necessity: { key: 'necessity', loinc: '103595-5', display: 'Certificate of medical necessity' },
  sleep: { key: 'sleep-study', loinc: '28633-6', display: 'Polysomnography (sleep) study' },
  therapy: { key: 'therapy-note', loinc: '19002-5', display: 'Physical therapy service attachment' },
  psychiatric: { key: 'psychiatric-note', loinc: '18594-2', display: 'Psychiatric service attachment' },
  prenatal: { key: 'prenatal', loinc: '57073-9', display: 'Prenatal records' },
  photo: { key: 'photo', loinc: '72170-4', display: 'Photographic image' },
  emergency: { key: 'emergency', loinc: '28011-5', display: 'Emergency department records' },
} as const satisfies Record<string, DocumentCode>;
