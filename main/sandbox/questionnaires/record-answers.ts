import type {
  CodeableConcept,
  Coding,
  Condition,
  DocumentReference,
  Observation,
  Patient,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponseItemAnswer,
  Resource,
  ValueSet,
} from '@medplum/fhirtypes';
import { codesOf } from '../../../shared/fhir/datatype.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { parseSearch } from '../fhir/search-query.ts';
import { inlineDocument } from '../submission/inline-document.ts';
import { documentsLike } from '../tasks/member-documents.ts';

/** A member's record, asked with the member's rights. */
export interface FormRecord {
  repository: SandboxRepository;
  member: Patient & { id: string };
}

type Answers = QuestionnaireResponseItemAnswer[];

function newest<T extends Resource>(
  { repository, member }: FormRecord,
  type: string,
  ...pairs: [string, string][]
): T | undefined {
  const all: [string, string][] = [['patient', member.id], ...pairs, ['_count', '1']];
  return repository.find(parseSearch(repository.definitions, [type], all)).entry[0]?.resource as T | undefined;
}

const token = ({ system, code }: Coding): string => (system ? `${system}|${code}` : String(code));

/** What a choice may be answered with: its options, or those of a value set contained in the questionnaire. */
function optionsOf(form: Questionnaire, { answerOption, answerValueSet }: QuestionnaireItem): Coding[] {
  const listed = (answerOption ?? []).flatMap(({ valueCoding }) => valueCoding ?? []);
  if (!answerValueSet?.startsWith('#')) return listed;
  const set = form.contained?.find(
    (one): one is ValueSet => one.resourceType === 'ValueSet' && `#${one.id}` === answerValueSet,
  );
  const included = (set?.compose?.include ?? []).flatMap(({ system, concept }) =>
    (concept ?? []).map(({ code, display }) => ({
      ...(system ? { system } : {}),
      code,
      ...(display ? { display } : {}),
    })),
  );
  return [...listed, ...included];
}

function chosen(form: Questionnaire, item: QuestionnaireItem, concept: CodeableConcept | undefined): Answers {
  const codes = codesOf(concept);
  const option = optionsOf(form, item).find(({ code }) => code !== undefined && codes.includes(code));
  if (option) return [{ valueCoding: option }];
  return item.type === 'open-choice' && concept?.text ? [{ valueString: concept.text }] : [];
}

function fromObservation(form: Questionnaire, item: QuestionnaireItem, found: Observation): Answers {
  const { valueQuantity, valueCodeableConcept, effectiveDateTime } = found;
  switch (item.type) {
    case 'quantity':
      return valueQuantity ? [{ valueQuantity }] : [];
    case 'decimal':
      return valueQuantity?.value === undefined ? [] : [{ valueDecimal: valueQuantity.value }];
    case 'integer':
      return valueQuantity?.value === undefined ? [] : [{ valueInteger: Math.round(valueQuantity.value) }];
    case 'date':
      return effectiveDateTime ? [{ valueDate: effectiveDateTime.slice(0, 10) }] : [];
    case 'choice':
    case 'open-choice':
      return chosen(form, item, valueCodeableConcept);
    case 'string':
    case 'text': {
      const { value, unit } = valueQuantity ?? {};
      const text = value === undefined ? valueCodeableConcept?.text : `${value} ${unit ?? ''}`.trim();
      return text ? [{ valueString: text }] : [];
    }
    default:
      return [];
  }
}

/** Every current diagnosis, or whether there is one of these codes; that there is none is for a person to say. */
function fromConditions(record: FormRecord, form: Questionnaire, item: QuestionnaireItem): Answers {
  const { repository, member } = record;
  const pairs: [string, string][] = [
    ['patient', member.id],
    ['clinical-status', 'active'],
    ...(item.code?.length ? [['code', item.code.map(token).join()] as [string, string]] : []),
    ['_sort', '-recorded-date'],
  ];
  const found = repository
    .find(parseSearch(repository.definitions, ['Condition'], pairs))
    .entry.map(({ resource }) => resource as Condition);
  if (item.type === 'boolean') return found.length ? [{ valueBoolean: true }] : [];
  const answers = found.flatMap(({ code }) => {
    const text = code?.text ?? code?.coding?.[0]?.display;
    if (item.type === 'string' || item.type === 'text') return text ? [{ valueString: text }] : [];
    return chosen(form, item, code);
  });
  return item.repeats ? answers : answers.slice(0, 1);
}

async function fromDocuments({ repository, member }: FormRecord, item: QuestionnaireItem): Promise<Answers> {
  const [document] = documentsLike(repository, member.id, { coding: item.code ?? [] });
  if (!document) return [];
  const inlined: DocumentReference = await inlineDocument(repository, document, { value: member.id });
  const attachment = inlined.content[0]?.attachment;
  return attachment?.data ? [{ valueAttachment: attachment }] : [];
}

/**
 * What the record says to one question, by the question's own mapping: `definition` names an element of Patient or Condition, `code` the
 * measurement, diagnosis or document that is asked for. Empty where nothing maps or nothing is on file.
 */
export async function answersFromRecord(
  record: FormRecord,
  form: Questionnaire,
  item: QuestionnaireItem,
): Promise<Answers> {
  const element = item.definition?.split('#')[1];
  if (element === 'Patient.birthDate') {
    const { birthDate } = record.member;
    return birthDate ? [{ valueDate: birthDate }] : [];
  }
  if (element?.startsWith('Condition.')) return fromConditions(record, form, item);
  if (!item.code?.length) return [];
  if (item.type === 'attachment') return fromDocuments(record, item);
  const code: [string, string] = ['code', item.code.map(token).join()];
  const found = newest<Observation>(record, 'Observation', code, ['_sort', '-date']);
  return found ? fromObservation(form, item, found) : [];
}
