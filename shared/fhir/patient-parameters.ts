/** Types whose patient is found by the search parameter `patient`, and by `subject` where it may be more than a patient (FHIR R4). */
const byPatient =
  `AllergyIntolerance Appointment AuditEvent BodyStructure Claim ClaimResponse Consent CoverageEligibilityRequest
  CoverageEligibilityResponse DetectedIssue Device EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Immunization
  ImmunizationEvaluation ImmunizationRecommendation MolecularSequence NutritionOrder Person Provenance RelatedPerson ResearchSubject
  SupplyDelivery VisionPrescription`.split(/\s+/);
const byEither =
  `Account Basic CarePlan CareTeam ChargeItem ClinicalImpression Communication CommunicationRequest Composition Condition
  Contract DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference Encounter EnrollmentRequest Flag Goal
  GuidanceResponse ImagingStudy Invoice List MeasureReport Media MedicationAdministration MedicationDispense MedicationRequest
  MedicationStatement Observation Procedure QuestionnaireResponse RequestGroup RiskAssessment ServiceRequest Specimen Task`.split(
    /\s+/,
  );
const bySubject = ['AdverseEvent', 'SupplyRequest'];

const parameters = new Map<string, readonly string[]>([
  ...byPatient.map((type) => [type, ['patient']] as const),
  ...byEither.map((type) => [type, ['patient', 'subject']] as const),
  ...bySubject.map((type) => [type, ['subject']] as const),
  ['Coverage', ['patient', 'beneficiary']],
  ['Patient', ['_id', 'identifier']],
]);

/**
 * The search parameters by which a type's resources are limited to one patient; empty for types that cannot be. A server may ignore a
 * parameter it does not know and answer with everything, so only these limit anything. Source: FHIR R4 search parameters and patient compartment.
 */
export const patientParametersOf = (type: string): readonly string[] => parameters.get(type) ?? [];
