import type { Prefilled } from '../../../shared/contract/questionnaires.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import { conceptText } from '../../../shared/fhir/datatype.ts';
import { dig, isObject, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import { beginResponse } from '../../../shared/fhir/questionnaire/begin-response.ts';
import {
  asAnswer,
  ofObservation,
  ofPatient,
  type Source,
  sourceOf,
} from '../../../shared/fhir/questionnaire/prefill.ts';
import {
  everyQuestion,
  type Question,
  questionsOf,
  type TypedAnswer,
} from '../../../shared/fhir/questionnaire/questions.ts';
import { formatSearch, type SearchParameter } from '../../../shared/fhir/search.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readResource } from '../../exchange/read.ts';
import { search } from '../../exchange/search.ts';
import type { Kit } from '../kit.ts';
import { initialAnswers } from './initial-expression.ts';

/** Questions about a record that are asked for one form; the rest is for the person. */
const mostSearches = 30;

/** What prefilling needs. */
interface Prefilling {
  kit: Kit;
  partner: Partner;
  patientId: string;
  signal: AbortSignal;
}

/** A value and where it stands. */
type Gathered = { answers: TypedAnswer[]; from: string; isInitial?: true } | undefined;

/**
 * Begins a QuestionnaireResponse with what a member's record says where the mapping is obvious: expressions about the patient, LOINC codes
 * of an item, the element it is defined by, or words that leave no doubt. Nothing is guessed, and nothing is final.
 */
export async function prefillResponse(questionnaire: unknown, means: Prefilling): Promise<Reply<Prefilled>> {
  const { kit, partner, patientId, signal } = means;
  const id = patientId.replace(/^Patient\//, '');
  const patient = await readResource(kit.door, partner, `Patient/${id}`, { approach: 'task', note: 'prefill', signal });
  if (!patient.ok) return patient;
  const exchangeIds = [patient.value.exchangeId];
  const record = recordReader({ ...means, patientId: id }, exchangeIds);
  const answers = new Map<string, TypedAnswer[]>();
  const filled: Prefilled['filled'] = [];
  const initial: Prefilled['initial'] = [];
  for (const question of everyQuestion(questionsOf(questionnaire))) {
    if (signal.aborted) break;
    const gathered = await gather(question, patient.value.resource, `Patient/${id}`, record);
    if (!gathered || gathered.answers.length === 0) continue;
    answers.set(question.linkId, gathered.answers);
    filled.push({ linkId: question.linkId, from: gathered.from });
    if (gathered.isInitial) initial.push({ linkId: question.linkId, answers: gathered.answers });
  }
  const subject = subjectOf(patient.value.resource, id);
  const authored = new Date(kit.ports.clock.now()).toISOString();
  return ok({ response: beginResponse(questionnaire, { subject, authored, answers }), filled, initial, exchangeIds });
}

function subjectOf(patient: unknown, id: string): Record<string, unknown> {
  const member = objectsOf(dig(patient, 'identifier')).find((one) =>
    objectsOf(dig(one, 'type', 'coding')).some(({ code }) => code === 'MB' || code === 'UMB'),
  );
  return { reference: `Patient/${id}`, ...(isObject(member) && { identifier: member }) };
}

async function gather(
  question: Question,
  patient: unknown,
  patientReference: string,
  record: ReturnType<typeof recordReader>,
): Promise<Gathered> {
  if (question.initialExpression) {
    const answers = initialAnswers(question.initialExpression, patient).flatMap((one) => asAnswer(question, one) ?? []);
    if (answers.length > 0) return { answers, from: patientReference, isInitial: true };
  }
  const source = sourceOf(question);
  return source && fromSource(question, source, patient, patientReference, record);
}

async function fromSource(
  question: Question,
  source: Source,
  patient: unknown,
  patientReference: string,
  record: ReturnType<typeof recordReader>,
): Promise<Gathered> {
  switch (source.kind) {
    case 'patient': {
      const value = ofPatient(patient, source.what);
      const answer = value && asAnswer(question, value);
      return answer && { answers: [answer], from: patientReference };
    }
    case 'observation': {
      const [newest] = await record('Observation', [
        { name: 'code', values: source.codes.map((text) => ({ text })) },
        { name: '_sort', values: [{ text: '-date' }] },
        { name: '_count', values: [{ text: '1' }] },
      ]);
      const answer = newest && ofObservation(question, newest.resource);
      return answer && { answers: [answer], from: newest.reference };
    }
    case 'conditions':
      return listed(
        question,
        await record('Condition', [{ name: 'clinical-status', values: [{ text: 'active' }] }]),
        'code',
      );
    case 'medications':
      return listed(
        question,
        await record('MedicationRequest', [{ name: 'status', values: [{ text: 'active' }] }]),
        'medicationCodeableConcept',
      );
  }
}

/** Several findings in one answer of words, or in an answer each where the question takes several. */
function listed(question: Question, found: Entry[], element: string): Gathered {
  const from = found.map(({ reference }) => reference).join(', ');
  if (question.repeats) {
    const each = found.flatMap(({ resource }) => {
      const value = { type: 'CodeableConcept', value: dig(resource, element) };
      return asAnswer(question, value) ?? [];
    });
    return each.length > 0 ? { answers: each, from } : undefined;
  }
  const names = [...new Set(found.flatMap(({ resource }) => conceptText(dig(resource, element)) ?? []))];
  const answer = names.length > 0 ? asAnswer(question, { type: 'String', value: names.join('; ') }) : undefined;
  return answer && { answers: [answer], from };
}

/** A resource of the record. */
interface Entry {
  reference: string;
  resource: unknown;
}

/** Searches the member's record; the same question is asked once. */
function recordReader({ kit, partner, patientId, signal }: Prefilling, exchangeIds: string[]) {
  const asked = new Map<string, Entry[]>();
  return async (type: string, params: SearchParameter[]): Promise<Entry[]> => {
    const query = formatSearch({ type, params: [{ name: 'patient', values: [{ text: patientId }] }, ...params] });
    const known = asked.get(query);
    if (known) return known;
    if (asked.size >= mostSearches) return [];
    const reply = await search(kit.door, partner, query, false, { approach: 'task', note: 'prefill', signal });
    const entries = reply.ok ? objectsOf(dig(reply.value.resource, 'entry')) : [];
    if (reply.ok) exchangeIds.push(reply.value.exchangeId);
    const found = entries.flatMap(({ resource }) =>
      dig(resource, 'resourceType') === type
        ? [{ reference: `${type}/${textOf(dig(resource, 'id')) ?? ''}`, resource }]
        : [],
    );
    asked.set(query, found);
    return found;
  };
}
