import { create } from 'zustand';
import type { SubmissionRecord, SubmissionRequest, SubmissionTarget } from '../../../shared/domain/submission.ts';
import { freshKept, type Kept, resumedKept } from '../composer/kept.ts';
import { uploadedFiles } from './uploads.ts';
import { type CardForm, emptyForm, type SubmissionForm } from './submission-form.ts';
import { formFrom } from './submission-request.ts';

/** The Task a submission answers. */
export interface Answered {
  /** Our id of the received Task. */
  taskId: string;
  /** What it asks for, in words. */
  asked: string;
  /** Where it says to submit to, once that is known. */
  payerUrl?: string | undefined;
  /** Whether it allows several submissions; undefined where that is not known here. */
  multipleSubmits?: boolean | undefined;
}

/** What is being composed. */
export interface Composing extends Kept {
  /** Where to send, typed; '' leaves it to what the partner says. */
  to: string;
  /** Where it would go and who said so, as last told. */
  target?: SubmissionTarget | undefined;
  form: SubmissionForm;
  /** Ids of the connections that fit where none was chosen: to send by, and to take content from. */
  fitting: { payer?: string | undefined; source?: string | undefined };
  answers?: Answered | undefined;
  /** Completes the Task it answers, afterwards. */
  complete: boolean;
  /** How often it is tried again after no answer or 5xx. */
  retries: number;
  /** Sends each attachment on its own when the whole is too large. */
  split: boolean;
  /** Of the submission it corrects: what to know before it is sent. */
  corrects?: SubmissionRecord | undefined;
  /** Parameters edited as JSON; while there are some the form rests. */
  text?: string | undefined;
}

const fresh = (): Composing => ({
  ...freshKept(),
  to: '',
  form: emptyForm(),
  fitting: {},
  complete: true,
  retries: 2,
  split: false,
});

/** What is being composed; it outlives the leaving of its screen. */
export const useComposing = create<Composing>()(fresh);

/** Begins anew, with what is known already. */
export const begin = (known: Partial<Composing> = {}): void => useComposing.setState({ ...fresh(), ...known }, true);

/** Changes what is composed, as somebody who types. */
export const edit = (patch: Partial<Composing>): void => useComposing.setState({ ...patch, editedAt: Date.now() });

/** Changes some members of the form. */
export const changeForm = (patch: Partial<SubmissionForm>): void =>
  edit({ form: { ...useComposing.getState().form, ...patch } });

/** Changes one attachment. */
export function changeCard(key: string, patch: Partial<CardForm>): void {
  const { cards } = useComposing.getState().form;
  changeForm({ cards: cards.map((card) => (card.key === key ? { ...card, ...patch } : card)) });
}

/** The form of a request, with what this page knows of its files. */
export const formOf = (request: SubmissionRequest): SubmissionForm => formFrom(request, uploadedFiles());

/** Goes on with a draft that was kept. */
export function resume({ id, connectionId, to, taskId, request, title, updatedAt }: SubmissionRecord): void {
  begin({
    ...resumedKept(id, connectionId, updatedAt),
    to: to ?? '',
    form: formOf(request),
    ...(taskId ? { answers: { taskId, asked: title } } : {}),
  });
}
