/** Closed code lists of FHIR R4 (required bindings) that searches most often name wrongly, by `Type.parameter`; `*` is every type. */
const codeLists: Record<string, string> = {
  'Condition.clinical-status': 'active recurrence relapse inactive remission resolved',
  'Condition.verification-status': 'unconfirmed provisional differential confirmed refuted entered-in-error',
  'AllergyIntolerance.clinical-status': 'active inactive resolved',
  'AllergyIntolerance.criticality': 'low high unable-to-assess',
  'Coverage.status': 'active cancelled draft entered-in-error',
  'DiagnosticReport.status':
    'registered partial preliminary final amended corrected appended cancelled entered-in-error unknown',
  'DocumentReference.status': 'current superseded entered-in-error',
  'Encounter.status': 'planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown',
  'Immunization.status': 'completed entered-in-error not-done',
  'MedicationRequest.intent': 'proposal plan order original-order reflex-order filler-order instance-order option',
  'MedicationRequest.status': 'active on-hold cancelled completed entered-in-error stopped draft unknown',
  'Observation.status': 'registered preliminary final amended corrected cancelled entered-in-error unknown',
  'Procedure.status': 'preparation in-progress not-done on-hold stopped completed entered-in-error unknown',
  'Task.status':
    'draft requested received accepted rejected ready cancelled in-progress on-hold failed completed entered-in-error',
  '*.gender': 'male female other unknown',
};

/** The closed list of codes a token parameter may name, where FHIR fixes one. */
export const codesFor = (type: string, name: string): readonly string[] | undefined =>
  (codeLists[`${type}.${name}`] ?? codeLists[`*.${name}`])?.split(' ');
