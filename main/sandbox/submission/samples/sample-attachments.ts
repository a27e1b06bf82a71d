import type {
  Bundle,
  CodeableConcept,
  Condition,
  DocumentReference,
  Identifier,
  Observation,
  Patient,
  QuestionnaireResponse,
  Resource,
} from '@medplum/fhirtypes';
import type { NewAttachment } from '../../../../shared/cdex/build-submission.ts';
import type { SampleName } from '../../../../shared/domain/sandbox-samples.ts';
import type { SandboxRepository } from '../../fhir/repository.ts';
import { parseSearch } from '../../fhir/search-query.ts';
import { WEIGHT_SURGERY_FORM } from '../../members/forms/weight-surgery.ts';
import { answerForm } from '../../questionnaires/answer-form.ts';
import { documentsOf } from '../../tasks/member-documents.ts';
import { inputError, namedDocuments, usualDocuments } from '../choose.ts';
import { inlineDocument } from '../inline-document.ts';
import { fhirDocument } from './fhir-document.ts';
import { wrongDocuments } from './wrong-documents.ts';

/** Whose record the contents come from, and how the payer knows them. */
export interface SampleOf {
  repository: SandboxRepository;
  patient: Patient & { id: string };
  memberId: Identifier;
  /** Ids of DocumentReferences, of `usual` and what builds on it. */
  documents?: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
}

const instant = (now: number) => new Date(now).toISOString();

/** As many results are sent; more show nothing new. */
const fewResults = 5;

function newest<T extends Resource>({ repository, patient }: SampleOf, type: T['resourceType'], count: number): T[] {
  const pairs: [string, string][] = [
    ['patient', patient.id],
    ['_count', String(count)],
  ];
  return repository.find(parseSearch(repository.definitions, [type], pairs)).entry.map(({ resource }) => resource as T);
}

/** A resource as a payer can take it: about the member by their number, without what points into this server. */
function forPayer<T extends Observation | QuestionnaireResponse>(resource: T, memberId: Identifier): T {
  const { id: _id, meta: _meta, encounter: _encounter, ...rest } = resource;
  const withoutPeople = Object.fromEntries(
    Object.entries(rest).filter(([name]) => !['author', 'performer', 'basedOn', 'source'].includes(name)),
  );
  return { ...withoutPeople, subject: { identifier: memberId } } as unknown as T;
}

async function inlined(
  { repository, memberId }: SampleOf,
  documents: readonly DocumentReference[],
): Promise<NewAttachment[]> {
  return Promise.all(
    documents.map(async (document) => ({
      ...(document.type ? { code: document.type as CodeableConcept } : {}),
      content: await inlineDocument(repository, document, memberId),
    })),
  );
}

async function answeredForm(of: SampleOf): Promise<NewAttachment[]> {
  const { repository, patient, memberId, now } = of;
  const [onFile] = newest<QuestionnaireResponse>(of, 'QuestionnaireResponse', 1);
  const record = { repository, member: patient };
  const response = onFile ?? (await answerForm(record, WEIGHT_SURGERY_FORM, patient.id, now)).response;
  return [{ content: forPayer(response, memberId) }];
}

const records: CodeableConcept = {
  coding: [{ system: 'http://loinc.org', code: '11503-0', display: 'Medical records' }],
};

async function looseResources(of: SampleOf): Promise<NewAttachment[]> {
  const observations = newest<Observation>(of, 'Observation', fewResults).map((one) => forPayer(one, of.memberId));
  const [first] = observations;
  if (!first) throw inputError('This member has no observations.', 'Choose another member.');
  const found: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: observations.length,
    entry: observations.map((resource) => ({ resource, search: { mode: 'match' } })),
  };
  return [
    { code: records, content: first },
    { code: records, content: found },
  ];
}

const wrongNames = Object.keys(wrongDocuments) as (keyof typeof wrongDocuments)[];

const wrong = (names: readonly (keyof typeof wrongDocuments)[], memberId: Identifier): NewAttachment[] =>
  names.map((name) => {
    const content: DocumentReference = wrongDocuments[name](memberId);
    return { ...(content.type ? { code: content.type } : {}), content };
  });

/** The attachments of a sample, by the submissions they go in. Throws `invalid-input` where the record does not have them. */
export async function sampleAttachments(sample: SampleName, of: SampleOf): Promise<NewAttachment[][]> {
  const all = documentsOf(of.repository, of.patient.id);
  switch (sample) {
    case 'usual':
    case 'prior-auth':
    case 'documents':
    case 'several': {
      const whole = sample === 'documents' || sample === 'several';
      const chosen = of.documents ? namedDocuments(all, of.documents) : whole ? all : usualDocuments(all);
      if (!chosen.length) throw inputError('This member has no documents.', 'Choose another member.');
      const attachments = await inlined(of, sample === 'several' ? chosen.slice(0, 3) : chosen);
      return sample === 'several' ? attachments.map((one) => [one]) : [attachments];
    }
    case 'form':
      return [await answeredForm(of)];
    case 'document': {
      const problems = newest<Condition>(of, 'Condition', fewResults);
      const parts = { patient: of.patient, entries: problems, at: instant(of.now) };
      return [[{ code: records, content: await fhirDocument(of.repository, parts) }]];
    }
    case 'resources':
      return [await looseResources(of)];
    case 'broken':
      return [wrong(wrongNames, of.memberId)];
    default:
      return [wrong([sample], of.memberId)];
  }
}
