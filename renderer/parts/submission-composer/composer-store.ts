import { create } from 'zustand';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { SubmissionRecord, SubmissionRequest, SubmissionTarget } from '../../../shared/domain/submission.ts';
import { uploadedFiles } from './uploads.ts';
import { type CardForm, emptyForm, type SubmissionForm } from './submission-form.ts';
import { formFrom } from './submission-request.ts';

/** The Task a submission answers. */
export interface Answered {
  /** Our id of the received Task. */
  taskId: string;
  /** What it asks for, in words. */
  asked: string;
  /** Whether it allows several submissions; undefined where that is not known here. */
  multipleSubmits?: boolean | undefined;
}

/** What is being composed. */
export interface Composing {
  /** Changes when another composition begins: what belongs to the one before is forgotten. */
  key: number;
  /** Id of the connection to send by; '' takes the one that fits. */
  connection: string;
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
  /** Id of the kept record, once there is one. */
  recordId?: string | undefined;
  /** Milliseconds since the epoch of the last edit, and of the last one that is kept. */
  editedAt: number;
  savedAt: number;
  /** Why the last one could not be kept. */
  unsaved?: Failure | undefined;
}

let begun = 0;

const fresh = (): Composing => {
  begun += 1;
  return {
    key: begun,
    connection: '',
    to: '',
    form: emptyForm(),
    fitting: {},
    complete: true,
    retries: 2,
    split: false,
    editedAt: 0,
    savedAt: 0,
  };
};

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
  const now = Date.parse(updatedAt) || Date.now();
  begin({
    recordId: id,
    connection: connectionId ?? '',
    to: to ?? '',
    form: formOf(request),
    ...(taskId ? { answers: { taskId, asked: title } } : {}),
    editedAt: now,
    savedAt: now,
  });
}
