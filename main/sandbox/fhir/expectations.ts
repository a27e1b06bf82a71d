import type { Extension } from '@medplum/fhirtypes';

const root = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement';

/** By how strongly it is asked for: search parameters, and with plus signs between them those that are taken together. */
type Asked = Partial<Record<'SHALL' | 'SHOULD' | 'MAY', string>>;

/** What US Core 7.0.0 asks of a server's searches, which this one serves all of. Source: CapabilityStatement us-core-server. */
const asked: Record<string, Asked> = {
  AllergyIntolerance: { SHALL: 'patient', SHOULD: 'patient+clinical-status', MAY: 'clinical-status' },
  CarePlan: {
    SHALL: 'patient+category',
    SHOULD: 'patient+category+date patient+category+status patient+category+status+date',
    MAY: 'category date patient status',
  },
  CareTeam: { SHALL: 'patient+status', SHOULD: 'role patient+role', MAY: 'patient status' },
  Condition: {
    SHALL: 'patient patient+category',
    SHOULD: `patient+_lastUpdated patient+abatement-date patient+asserted-date patient+clinical-status
      patient+code patient+onset-date patient+recorded-date patient+category+clinical-status
      patient+category+encounter`,
    MAY: `_lastUpdated abatement-date asserted-date category clinical-status code encounter onset-date
      recorded-date`,
  },
  Coverage: { SHALL: 'patient' },
  Device: { SHALL: 'patient', SHOULD: 'patient+status patient+type', MAY: 'status type' },
  DiagnosticReport: {
    SHALL: 'patient patient+category patient+code patient+category+date',
    SHOULD: 'patient+status patient+category+_lastUpdated patient+code+date',
    MAY: '_lastUpdated category code date status',
  },
  DocumentReference: {
    SHALL: '_id patient patient+category patient+type patient+category+date',
    SHOULD: 'patient+status patient+type+period',
    MAY: 'category date period status type',
  },
  Encounter: {
    SHALL: '_id patient patient+date',
    SHOULD: `identifier patient+class patient+_lastUpdated patient+discharge-disposition patient+location
      patient+status patient+type`,
    MAY: '_lastUpdated class date discharge-disposition location status type',
  },
  Goal: {
    SHALL: 'patient',
    SHOULD: 'patient+description patient+lifecycle-status patient+target-date',
    MAY: 'description lifecycle-status target-date',
  },
  Immunization: { SHALL: 'patient', SHOULD: 'patient+date patient+status', MAY: 'date status' },
  MedicationRequest: {
    SHALL: 'patient+intent patient+intent+status',
    SHOULD: 'patient+intent+authoredon patient+intent+encounter',
    MAY: 'authoredon encounter intent patient status',
  },
  Observation: {
    SHALL: 'patient+category patient+code patient+category+date',
    SHOULD: 'patient+category+_lastUpdated patient+category+status patient+code+date',
    MAY: '_lastUpdated category code date patient status',
  },
  Organization: { SHALL: 'address name' },
  Patient: {
    SHALL: '_id identifier name birthdate+name gender+name',
    SHOULD: 'birthdate+family death-date+family family+gender',
    MAY: 'birthdate death-date family gender given',
  },
  Practitioner: { SHALL: 'identifier name', SHOULD: '_id' },
  PractitionerRole: { SHALL: 'practitioner specialty' },
  Procedure: { SHALL: 'patient patient+date', SHOULD: 'patient+status patient+code+date', MAY: 'code date status' },
  QuestionnaireResponse: {
    SHALL: '_id patient',
    SHOULD: 'patient+authored patient+questionnaire patient+status',
    MAY: 'authored questionnaire status',
  },
  RelatedPerson: { SHALL: '_id', SHOULD: 'name patient patient+name' },
  ServiceRequest: {
    SHALL: '_id patient patient+category patient+code patient+category+authored',
    SHOULD: 'patient+status patient+code+authored',
    MAY: 'authored category code status',
  },
};

const expectation = (valueCode: string): Extension => ({ url: `${root}-expectation`, valueCode });

const askedOf = (type: string): [names: string[], expectation: string][] =>
  Object.entries(Object.hasOwn(asked, type) ? (asked[type] as Asked) : {}).flatMap(([said, list]) =>
    list.split(/\s+/).map((names): [string[], string] => [names.split('+'), said]),
  );

/** The expectation extension on one search parameter of a type; none where nothing is said of it alone. */
export const parameterExpectation = (type: string, name: string): { extension?: Extension[] } => {
  const said = askedOf(type).find(([names]) => names.length === 1 && names[0] === name)?.[1];
  return said ? { extension: [expectation(said)] } : {};
};

/** Types US Core asks for less firmly than for the others. */
const less = ['QuestionnaireResponse'];

/**
 * The extensions on a type: how firmly it is asked for, and the parameters it takes together; `has` tells whether this server knows one.
 * None where US Core does not speak of the type.
 */
export const typeExtensions = (type: string, has: (name: string) => boolean): { extension?: Extension[] } => {
  const all = askedOf(type);
  if (all.length === 0) return {};
  const together = all.filter(([names]) => names.length > 1 && names.every(has));
  const combinations = together.map(([names, said]) => ({
    url: `${root}-search-parameter-combination`,
    extension: [expectation(said), ...names.map((valueString) => ({ url: 'required', valueString }))],
  }));
  return { extension: [expectation(less.includes(type) ? 'SHOULD' : 'SHALL'), ...combinations] };
};
