import { create } from 'zustand';
import { isObject } from '../../../shared/fhir/json.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { TaskDraftRecord, TaskRequest } from '../../../shared/domain/task-request.ts';
import { formAfterJson, taskAfterForm } from './composed.ts';
import { freshKept, type Kept, resumedKept } from '../composer/kept.ts';
import { readJson, type JsonTrouble } from '../composer/read-json.ts';
import { emptyForm, type TaskForm } from './task-form.ts';
import { formFrom } from './task-request.ts';

/** The Task another one was cloned from. */
export interface Origin {
  /** Our id of it. */
  id: string;
  taskId: string;
  /** What it says that the form has no field for. */
  kept: string[];
  /** The Task itself, as it may be sent again: without what the server added. */
  task: unknown;
  /** Its tracking id; the clone has a fresh one. */
  trackingId?: string | undefined;
}

/** What is being composed. */
export interface Composing extends Kept {
  form: TaskForm;
  /** ISO instant it was begun: the time the Task says it was written, until it is sent. */
  begunAt: string;
  /** The Task, where it was edited as JSON and the form alone no longer says it all. */
  task?: unknown;
  /** The text of the editor, where it is not simply the Task. */
  text?: string | undefined;
  /** Why that text cannot be read. While there is one the form rests. */
  trouble?: JsonTrouble | undefined;
  origin?: Origin | undefined;
}

const fresh = (): Composing => ({ ...freshKept(), form: emptyForm, begunAt: new Date().toISOString() });

/** What is being composed; it outlives the leaving of its screen. */
export const useComposing = create<Composing>()(fresh);

/** Begins anew, with what is known already. */
export const begin = (known: Partial<Composing> = {}): void => useComposing.setState({ ...fresh(), ...known }, true);

const edit = (patch: Partial<Composing>) => useComposing.setState({ ...patch, editedAt: Date.now() });

/** Sends by another connection. */
export const takePartner = (connection: string): void => edit({ connection });

/** Changes the form; a Task that was edited as JSON changes with it. Rests while the JSON cannot be read. */
export function changeForm(change: (before: TaskForm) => TaskForm, partner: Connection | undefined): void {
  const { form, task, trouble, begunAt } = useComposing.getState();
  if (trouble) return;
  const next = change(form);
  if (next === form) return;
  if (task === undefined) edit({ form: next });
  else edit({ form: next, task: taskAfterForm(task, form, next, partner, begunAt), text: undefined });
}

/** Takes in the text of the editor: the form follows, or the place is told where it cannot be read. */
export function changeText(text: string): void {
  const read = readJson(text);
  if ('trouble' in read) edit({ text, trouble: read.trouble });
  else if (!isObject(read.value)) edit({ text, trouble: { line: 1, column: 1, says: 'A Task is a JSON object' } });
  else {
    const { form } = useComposing.getState();
    edit({ text, trouble: undefined, task: read.value, form: formAfterJson(read.value, form) });
  }
}

/** Takes back what was edited as JSON; the Task is what the form says again. */
export const dropJson = (): void => edit({ task: undefined, text: undefined, trouble: undefined });

/** Takes back a text that cannot be read; the Task is what it was before. */
export const dropText = (): void => edit({ text: undefined, trouble: undefined });

/** Goes on with a draft that was kept. */
export function resume({ id, connectionId, request, task, updatedAt }: TaskDraftRecord): void {
  begin({
    ...resumedKept(id, connectionId, updatedAt),
    form: formFrom(request as Partial<TaskRequest>),
    ...(task === undefined ? {} : { task }),
  });
}
