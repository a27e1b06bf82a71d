import type { Expectation, ServerAbilities, TypeAbility } from '../../../shared/fhir/abilities.ts';
import { findCombination, findType } from '../../../shared/fhir/abilities.ts';
import { commonParameters, parameterType, resultParameters } from '../../../shared/fhir/search-rules.ts';

/** Types payers and providers exchange, with the parameters US Core and CDex searches use; for servers that say nothing of themselves. */
const usual: Record<string, string> = {
  AllergyIntolerance: 'patient clinical-status code date',
  Binary: '',
  Bundle: 'identifier type',
  CarePlan: 'patient category status date',
  CareTeam: 'patient status',
  Claim: 'patient use identifier created status insurer provider',
  ClaimResponse: 'patient use identifier created outcome request',
  Communication: 'subject sent based-on',
  CommunicationRequest: 'subject authored status',
  Condition: 'patient clinical-status category code onset-date recorded-date encounter',
  Coverage: 'beneficiary patient status identifier',
  Device: 'patient type status',
  DiagnosticReport: 'patient category code date status',
  DocumentReference: 'patient type category date period status',
  Encounter: 'patient class date status type location',
  Goal: 'patient lifecycle-status target-date',
  Group: 'identifier member type',
  Immunization: 'patient date status',
  Location: 'name address',
  Medication: 'code',
  MedicationDispense: 'patient status type',
  MedicationRequest: 'patient intent status authoredon encounter',
  Observation: 'patient code category date status value-quantity',
  Organization: 'name identifier address',
  Patient: 'identifier name family given birthdate gender',
  Practitioner: 'name identifier',
  PractitionerRole: 'practitioner specialty organization',
  Procedure: 'patient code date status',
  Provenance: 'target recorded agent patient',
  Questionnaire: 'url name status',
  QuestionnaireResponse: 'patient questionnaire authored status',
  RelatedPerson: 'patient name',
  ServiceRequest: 'patient category code authored status',
  Task: 'patient status code owner requester',
};

/** A parameter to choose from. */
export interface ParameterChoice {
  name: string;
  /** token, date, reference ...; '' where nobody says. */
  kind: string;
  documentation?: string;
  /** What the server's statement says of supporting it, where it says that. */
  expectation?: Expectation;
}

const namesFor = (type: string): string[] => (usual[type] ?? '').split(' ').filter(Boolean);

/** Types to choose from: those the server lists, else the usual ones. */
export function typesFor(abilities?: ServerAbilities): string[] {
  const listed = abilities?.types.map(({ type }) => type) ?? [];
  return (listed.length > 0 ? listed : Object.keys(usual)).toSorted();
}

/** Parameters to choose from for a type: those the server lists, else the usual ones; then what every type has. */
export function parametersFor(type: string, abilities?: ServerAbilities): ParameterChoice[] {
  const listed = findType(abilities, type)?.searchParameters ?? [];
  const own: ParameterChoice[] =
    listed.length > 0
      ? listed.map(({ type: kind, ...said }) => ({ ...said, kind }))
      : namesFor(type).map((name) => ({ name, kind: parameterType(type, name) ?? '' }));
  const known = new Set(own.map(({ name }) => name));
  const common = Object.entries(commonParameters)
    .filter(([name]) => !known.has(name) && ['_id', '_lastUpdated', '_profile', '_tag'].includes(name))
    .map(([name, kind]) => ({ name, kind }));
  const shaping = Object.entries(resultParameters)
    .filter(([name]) => !answerParameters.includes(name))
    .map(([name, { about }]) => ({ name, kind: '', documentation: about }));
  // The names people look for come first; a server's own list is often an alphabet of forty.
  const rank = ({ name }: ParameterChoice) => {
    const at = namesFor(type).indexOf(name);
    return name.startsWith('_') ? 200 : at >= 0 ? at : 100;
  };
  return [...[...own, ...common].toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1)), ...shaping];
}

/** Parameters the Answer part edits instead of rows. */
export const answerParameters: readonly string[] = ['_include', '_revinclude', '_sort', '_count'];

/** Interactions of a type in words a person reads: "search, read, create". */
export function interactionWords(ability: TypeAbility | undefined): string {
  const has = (code: string) => ability?.interactions.includes(code);
  const words = [
    has('search-type') && 'search',
    has('read') && 'read',
    has('create') && 'create',
    (has('update') || has('patch')) && 'change',
    has('delete') && 'delete',
    (has('vread') || has('history-instance')) && 'versions',
  ];
  return words.filter(Boolean).join(', ');
}

/** Whether a server's statement says of any parameter of a type how far it is to be relied on. */
export const saysExpectations = (ability: TypeAbility | undefined): boolean =>
  [...(ability?.searchParameters ?? []), ...(ability?.combinations ?? [])].some(({ expectation }) => expectation);

/** What a server says of taking the parameters of a search together: "patient with category: SHALL"; '' where it says nothing. */
export function combinationWords(ability: TypeAbility | undefined, names: readonly string[]): string {
  const { names: [first, ...others] = [], expectation } = findCombination(ability, names) ?? {};
  return first && others.length > 0 && expectation ? `${first} with ${others.join(', ')}: ${expectation}` : '';
}

/** Includes to choose from: those the server lists for the type, else the one the guide asks for. */
export function includesFor(type: string, name: '_include' | '_revinclude', abilities?: ServerAbilities): string[] {
  const ability = findType(abilities, type);
  const listed = (name === '_include' ? ability?.searchInclude : ability?.searchRevInclude) ?? [];
  const usualOnes = name === '_revinclude' ? ['Provenance:target'] : [`${type}:patient`];
  const offered = listed.length > 0 ? listed : ability && abilities ? [] : usualOnes;
  return offered.toSorted((a, b) => Number(b === 'Provenance:target') - Number(a === 'Provenance:target'));
}

/** Parameters the matches may be ordered by. */
export const sortsFor = (type: string, abilities?: ServerAbilities): ParameterChoice[] =>
  parametersFor(type, abilities)
    .filter(({ name, kind }) => ['date', 'string', 'number', 'quantity', 'token'].includes(kind) && name !== '_tag')
    .toSorted((a, b) => Number(b.kind === 'date') - Number(a.kind === 'date'));
