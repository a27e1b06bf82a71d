import { choice, codeOf, conceptText, moneyText, personName, referenceText, valueText } from './datatype.ts';
import { dig, isObject, type JsonObject, listOf, numberOf, objectsOf, textOf } from './json.ts';
import { outcomeSentence } from './outcome.ts';

const joined = (parts: (string | undefined)[], by = ', '): string | undefined =>
  textOf(parts.filter((part) => part !== undefined && part !== '').join(by));

const count = (value: unknown, one: string, many = `${one}s`): string => {
  const length = listOf(value).length;
  return `${length} ${length === 1 ? one : many}`;
};

function measured(resource: unknown): string | undefined {
  const found = choice(resource, 'value');
  return (
    (found && valueText(found.type, found.value)) ??
    (dig(resource, 'dataAbsentReason') ? conceptText(dig(resource, 'dataAbsentReason')) : undefined)
  );
}

const amountOf = (text: string | undefined): { amount: string; unit: string } => {
  const [, amount = '', unit = ''] = /^(\S+)(?: (.*))?$/.exec(text ?? '') ?? [];
  return { amount, unit };
};

/** A blood pressure reads as 128/79 mmHg, as people say it; other panels as a list. */
function components(resource: JsonObject): string | undefined {
  const parts = objectsOf(resource.component);
  const one = (code: string) =>
    amountOf(measured(parts.find((part) => listOf(dig(part, 'code', 'coding')).some((c) => dig(c, 'code') === code))));
  const [systolic, diastolic] = [one('8480-6'), one('8462-4')];
  if (systolic.amount && diastolic.amount) return `${systolic.amount}/${diastolic.amount} ${systolic.unit}`.trim();
  return joined(parts.map((part) => joined([conceptText(part.code), measured(part)], ' ')));
}

function observation(resource: JsonObject): string | undefined {
  return joined([conceptText(resource.code), measured(resource) ?? components(resource)], ': ');
}

function claimResponse(resource: JsonObject): string | undefined {
  const totals = objectsOf(resource.total).map((total) =>
    joined([conceptText(total.category), moneyText(total.amount)], ' '),
  );
  return joined([
    joined([textOf(resource.use), textOf(resource.outcome)], ' '),
    textOf(resource.disposition),
    textOf(resource.preAuthRef),
    ...totals,
  ]);
}

function medication(resource: JsonObject): string | undefined {
  const dose = objectsOf(resource.dosageInstruction).flatMap((one) => textOf(one.text) ?? [])[0];
  const what = choice(resource, 'medication');
  return joined([what && valueText(what.type, what.value), dose]);
}

const code = (resource: JsonObject): string | undefined => conceptText(resource.code);

const titles: Record<string, (resource: JsonObject) => string | undefined> = {
  AllergyIntolerance: (r) =>
    joined([code(r), conceptText(dig(r, 'reaction', 0, 'manifestation', 0)), textOf(r.criticality)]),
  Binary: (r) => joined(['Binary', textOf(r.contentType)], ' '),
  Bundle: (r) =>
    joined([
      joined([textOf(r.type), 'Bundle'], ' '),
      numberOf(r.total) === undefined ? undefined : `${numberOf(r.total)} in total`,
      count(r.entry, 'entry', 'entries'),
    ]),
  CapabilityStatement: (r) => textOf(r.title) ?? textOf(dig(r, 'software', 'name')) ?? textOf(r.name),
  Claim: (r) => joined([textOf(r.use), conceptText(r.type), moneyText(r.total)]),
  ClaimResponse: claimResponse,
  Communication: (r) => conceptText(r.topic) ?? textOf(dig(r, 'payload', 0, 'contentString')),
  Composition: (r) => textOf(r.title) ?? conceptText(r.type),
  Coverage: (r) => joined([conceptText(r.type), referenceText(dig(r, 'payor', 0)), textOf(r.subscriberId)]),
  DiagnosticReport: (r) => joined([code(r), textOf(r.conclusion)], ': '),
  DocumentReference: (r) =>
    joined([
      textOf(r.description) ?? conceptText(r.type) ?? textOf(dig(r, 'content', 0, 'attachment', 'title')),
      textOf(dig(r, 'content', 0, 'attachment', 'contentType')),
    ]),
  Encounter: (r) =>
    joined([
      conceptText(dig(r, 'type', 0)) ?? conceptText(r.class),
      conceptText(dig(r, 'reasonCode', 0)) ?? referenceText(r.serviceProvider),
    ]),
  Goal: (r) => conceptText(r.description),
  Group: (r) =>
    joined([
      textOf(r.name) ?? code(r) ?? 'Group',
      numberOf(r.quantity) === undefined ? count(r.member, 'member') : `${numberOf(r.quantity)} members`,
    ]),
  Immunization: (r) => conceptText(r.vaccineCode),
  List: (r) => textOf(r.title) ?? code(r),
  Location: (r) => textOf(r.name) ?? conceptText(dig(r, 'type', 0)),
  MedicationAdministration: medication,
  MedicationDispense: medication,
  MedicationRequest: medication,
  MedicationStatement: medication,
  Observation: observation,
  OperationOutcome: (r) => outcomeSentence(r),
  Organization: (r) => textOf(r.name) ?? conceptText(dig(r, 'type', 0)),
  Parameters: (r) => `Parameters: ${count(r.parameter, 'parameter')}`,
  Patient: (r) => joined([personName(r.name), textOf(r.gender), r.birthDate ? `born ${r.birthDate}` : undefined]),
  Practitioner: (r) => personName(r.name),
  PractitionerRole: (r) =>
    joined([referenceText(r.practitioner), conceptText(dig(r, 'code', 0)), referenceText(r.organization)]),
  Provenance: (r) =>
    joined(
      [
        conceptText(r.activity) ?? 'Provenance',
        referenceText(dig(r, 'agent', 0, 'who')),
        referenceText(dig(r, 'target', 0)),
      ],
      ' – ',
    ),
  Questionnaire: (r) => textOf(r.title) ?? textOf(r.name),
  QuestionnaireResponse: (r) =>
    joined([textOf(r.questionnaire) ?? 'QuestionnaireResponse', count(r.item, 'item')], ' – '),
  RelatedPerson: (r) => joined([personName(r.name), conceptText(dig(r, 'relationship', 0))]),
  Subscription: (r) => joined([textOf(r.criteria), textOf(dig(r, 'channel', 'endpoint'))], ' → '),
  Task: (r) => joined([code(r), textOf(r.description) ?? textOf(dig(r, 'businessStatus', 'text'))], ': '),
};

/** What a resource says in one line, in the field's own words; its type and id where it says nothing. */
export function titleOf(resource: unknown): string {
  if (!isObject(resource)) return '';
  const type = textOf(resource.resourceType) ?? '';
  const own = Object.hasOwn(titles, type) ? titles[type]?.(resource) : undefined;
  const named = textOf(resource.title) ?? conceptText(resource.code) ?? conceptText(resource.type);
  const plain = named ?? textOf(resource.name) ?? personName(resource.name) ?? textOf(resource.description);
  return own ?? plain ?? (joined([type, textOf(resource.id)], '/') || 'Resource');
}

/** The first code of what a resource is about, where it has one. */
export const mainCodeOf = (resource: JsonObject): string | undefined =>
  codeOf(resource.code) ??
  codeOf(resource.vaccineCode) ??
  codeOf(resource.medicationCodeableConcept) ??
  codeOf(dig(resource, 'type', 0)) ??
  (isObject(resource.type) ? codeOf(resource.type) : undefined);
