import { codesFor } from '../../../shared/fhir/search-codes.ts';

/** A code to choose from, as it stands in the query, and what it means. */
export interface CodeChoice {
  value: string;
  display: string;
}

const loinc = (code: string, display: string): CodeChoice => ({ value: `http://loinc.org|${code}`, display });

const documentTypes = [
  loinc('11506-3', 'Progress note'),
  loinc('34117-2', 'History and physical'),
  loinc('18842-5', 'Discharge summary'),
  loinc('11504-8', 'Operation note'),
  loinc('11488-4', 'Consultation note'),
  loinc('57133-1', 'Referral note'),
  loinc('34133-9', 'Summary of episode'),
  loinc('18748-4', 'Imaging study'),
];

// Not closed: other codes are as right as these, so they are offered and nothing is held against them.
const offered: Record<string, readonly CodeChoice[]> = {
  'Observation.code': [
    loinc('4548-4', 'Hemoglobin A1c'),
    loinc('2339-0', 'Glucose'),
    loinc('33914-3', 'Estimated GFR'),
    loinc('2160-0', 'Creatinine'),
    loinc('85354-9', 'Blood pressure'),
    loinc('29463-7', 'Body weight'),
    loinc('39156-5', 'Body mass index'),
    loinc('59408-5', 'Oxygen saturation'),
  ],
  'Observation.category': [
    { value: 'laboratory', display: 'Laboratory' },
    { value: 'vital-signs', display: 'Vital signs' },
    { value: 'social-history', display: 'Social history' },
    { value: 'survey', display: 'Survey' },
  ],
  'Condition.category': [
    { value: 'problem-list-item', display: 'Problem list' },
    { value: 'encounter-diagnosis', display: 'Encounter diagnosis' },
    { value: 'health-concern', display: 'Health concern' },
  ],
  'DiagnosticReport.category': [
    { value: 'LAB', display: 'Laboratory' },
    { value: 'RAD', display: 'Radiology' },
  ],
  'DocumentReference.type': documentTypes,
  'DocumentReference.category': [{ value: 'clinical-note', display: 'Clinical note' }],
  'Claim.use': [
    { value: 'claim', display: 'Claim' },
    { value: 'preauthorization', display: 'Prior authorization' },
    { value: 'predetermination', display: 'Predetermination' },
  ],
  'Task.code': [
    { value: 'data-request-query', display: 'Data request by query' },
    { value: 'data-request-code', display: 'Data request by code' },
    { value: 'attachment-request-code', display: 'Attachment request by code' },
  ],
};

/** Codes to choose from for a token parameter: the closed list where FHIR fixes one, else usual ones; empty where neither is known. */
export function codeChoices(type: string, name: string): readonly CodeChoice[] {
  const closed = codesFor(type, name)?.map((value) => ({ value, display: '' }));
  return closed ?? offered[`${type === 'ClaimResponse' ? 'Claim' : type}.${name}`] ?? [];
}
