import type { Finding } from './finding.ts';

/** A questionnaire being filled in: kept until it is used or thrown away. */
export interface FormDraft {
  id: string;
  /** Our id of the Task that asks for it, where one does. */
  taskId?: string;
  connectionId?: string;
  /** Canonical URL. */
  questionnaireUrl: string;
  title: string;
  /** The Questionnaire itself. */
  questionnaire: unknown;
  /** The QuestionnaireResponse as far as it has come. */
  response: unknown;
  /** What expressions about the member gave when it was begun, for groups that are added. */
  initial?: { linkId: string; answers: { type: string; value: unknown }[] }[];
  /** What the rules say about it as it is. */
  findings: Finding[];
  /** ISO instant. */
  updatedAt: string;
}
