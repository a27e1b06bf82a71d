import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import type { FormDraft } from '../domain/form.ts';
import type { TypedAnswer } from '../fhir/questionnaire/questions.ts';
import type { Choice } from '../fhir/questionnaire/value-sets.ts';
import { read, write } from './define.ts';
import { type PartnerInput, partnerInput } from './partner.ts';

/** A Questionnaire to be filled in, with the value sets it needs expanded as far as they could be. */
export interface OpenedQuestionnaire {
  questionnaire: unknown;
  /** Codes to choose from, by the canonical of the value set. */
  valueSets: Record<string, Choice[]>;
  /** Where the codes of a value set that is too large to be listed are found by typing, by its canonical. */
  searched: Record<string, PartnerInput>;
  exchangeIds: string[];
  findings: Finding[];
}

/** A QuestionnaireResponse begun with what the record already says. */
export interface Prefilled {
  response: unknown;
  /** What was filled in, and from which resource. */
  filled: { linkId: string; from: string }[];
  /** What expressions about the member gave: another repetition of a group begins with it. */
  initial: InitialAnswers[];
  exchangeIds: string[];
}

/** What a question begins with, wherever it is asked anew. */
export interface InitialAnswers {
  linkId: string;
  answers: TypedAnswer[];
}

/** The codes of a value set that fit what was typed. */
export interface FoundCodes {
  codes: Choice[];
  /** How many fit, where the server says so. */
  total?: number;
  exchangeId: string;
}

const resource = z.record(z.string(), z.unknown());
const initial = z.array(
  z.strictObject({ linkId: z.string(), answers: z.array(z.strictObject({ type: z.string(), value: z.unknown() })) }),
);
const operationId = z.string().max(80).optional();

/** Questionnaires a Task asks for: fetched, prefilled, kept while they are filled in, checked. */
export const commands = {
  /** Fetches a Questionnaire by its canonical URL, from the partner or from where the URL leads (without credentials). */
  'questionnaires.open': write<OpenedQuestionnaire>()(
    z.strictObject({ url: z.string().trim().min(1).max(2_000), partner: partnerInput.optional(), operationId }),
  ),
  /** Searches the codes of a value set by words, at the server that has it (FHIR R4, ValueSet/$expand with filter and count). */
  'questionnaires.findCodes': write<FoundCodes>()(
    z.strictObject({
      partner: partnerInput,
      valueSet: z.string().trim().min(1).max(2_000),
      filter: z.string().trim().min(1).max(200),
      count: z.number().int().positive().max(100).default(20),
      operationId,
    }),
  ),
  /** Begins a response from the member's record on a server, where a mapping is obvious. */
  'questionnaires.prefill': write<Prefilled>()(
    z.strictObject({ partner: partnerInput, patientId: z.string().min(1), questionnaire: resource, operationId }),
  ),
  /** Holds a response against its Questionnaire. */
  'questionnaires.check': read<Finding[]>()(z.strictObject({ questionnaire: resource, response: resource })),
  /** Keeps a form, under its id or as a new one. */
  'questionnaires.saveForm': write<FormDraft>()(
    z.strictObject({
      id: z.string().optional(),
      taskId: z.string().optional(),
      connectionId: z.string().optional(),
      questionnaire: resource,
      response: resource,
      initial: initial.optional(),
    }),
  ),
  'questionnaires.removeForm': write<{ removed: boolean }>()(z.strictObject({ id: z.string() })),
};
