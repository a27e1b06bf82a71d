const purposeOf = (patient: string) => patient || 'PATIENT-ID';

/** Searches to begin with, about one patient. */
export const exampleQueries = (patientId: string): { name: string; query: string }[] => {
  const patient = purposeOf(patientId);
  return [
    { name: 'Active conditions', query: `Condition?patient=${patient}&clinical-status=active` },
    {
      name: 'HbA1c since 2024',
      query: `Observation?patient=${patient}&code=http://loinc.org|4548-4&date=ge2024-01-01`,
    },
    { name: 'Medications', query: `MedicationRequest?patient=${patient}&status=active` },
    { name: 'Documents', query: `DocumentReference?patient=${patient}` },
  ];
};

/** A query about another patient: where it names the one before, the new one is put in its place. */
export function withPatient(query: string, before: string, after: string): string {
  const old = before || 'PATIENT-ID';
  if (!after || !query) return query;
  return query.replace(
    /((?:^|[?&])(?:patient|subject)(?:%3APatient|:Patient)?=)((?:Patient\/)?)([^&]+)/g,
    (all, name: string, type: string, id: string) => (id === old ? `${name}${type}${after}` : all),
  );
}
