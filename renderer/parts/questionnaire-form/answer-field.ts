import type { Question } from '../../../shared/fhir/questionnaire/questions.ts';
import type { Answer } from './answer-values.ts';

/** What every field of an answer gets. */
export interface AnswerFieldProps {
  question: Question;
  label: string;
  answer: Answer | undefined;
  onChange: (answer: Answer) => void;
  error?: string | undefined;
}
