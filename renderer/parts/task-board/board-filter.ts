import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { requestKinds } from '../../../shared/domain/task-request.ts';
import { dueStand } from './due-stand.ts';

/** What a filter can name, as in `kind:data-request-query`. */
const termNames = ['kind', 'partner', 'purpose', 'queue', 'due', 'status'] as const;
/** One of these. */
export type TermName = (typeof termNames)[number];

/** One part of a filter: a word to look for anywhere, or a named value. */
export interface Term {
  name?: TermName;
  /** In small letters. */
  value: string;
}

const isName = (name: string): name is TermName => termNames.some((known) => known === name);

/** The parts of a filter text: `mesa kind:data-request-code partner:"Lakeside Clinic"`. */
export function termsOf(text: string): Term[] {
  return [...text.toLowerCase().matchAll(/(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/g)].flatMap(
    ([whole, name, quoted, plain]) => {
      const value = quoted ?? plain ?? '';
      if (name !== undefined && isName(name)) return value === '' ? [] : [{ name, value }];
      if (whole.endsWith(':') && isName(whole.slice(0, -1))) return []; // still being typed
      return [{ value: quoted ?? whole }];
    },
  );
}

const write = ({ name, value }: Term): string => {
  const quoted = /\s/.test(value) ? `"${value}"` : value;
  return name ? `${name}:${quoted}` : quoted;
};

/** A filter text with one of its named values set, or taken out where it had this one already. Others of that name go. */
export function toggleTerm(text: string, name: TermName, value: string): string {
  const terms = termsOf(text);
  const wanted = value.toLowerCase();
  const had = terms.some((term) => term.name === name && term.value === wanted);
  const rest = terms.filter((term) => term.name !== name);
  return [...rest, ...(had ? [] : [{ name, value: wanted }])].map(write).join(' ');
}

/** What is looked through for a word, made once a record: there may be ten thousand. */
const hays = new WeakMap<TaskRecord, string>();

function hayOf(task: TaskRecord): string {
  const known = hays.get(task);
  if (known !== undefined) return known;
  const { status, businessStatus, statusReason, code, asked, member, claim, partner, owner, requester, taskId } = task;
  const all = [status, businessStatus, statusReason, code, asked, member, claim, partner, owner, requester, taskId];
  const hay = [...all, task.trackingId, ...(task.workQueues ?? []), ...(task.purposes ?? [])]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
  hays.set(task, hay);
  return hay;
}

const has = (list: readonly string[] | undefined, value: string): boolean =>
  list?.some((one) => one.toLowerCase() === value || one.toLowerCase().endsWith(`|${value}`)) ?? false;

function fitsTerm(task: TaskRecord, { name, value }: Term, now: number): boolean {
  switch (name) {
    case undefined:
      return hayOf(task).includes(value);
    case 'kind':
      return value === 'other'
        ? !requestKinds.some((kind) => kind === task.code)
        : task.code.toLowerCase().includes(value);
    case 'partner':
      return task.partner.toLowerCase().includes(value);
    case 'purpose':
      return has(task.purposes, value);
    case 'queue':
      return has(task.workQueues, value);
    case 'due':
      return !isFinal(task.status) && dueStand(task.due, now) === value;
    case 'status':
      return task.status.toLowerCase().startsWith(value);
  }
}

/** Whether a filter text asks for something that changes as time goes by. */
export const dependsOnTime = (text: string): boolean => termsOf(text).some(({ name }) => name === 'due');

/** Whether a Task fits every part of a filter text, at `now` (milliseconds since 1970). */
export function boardFilter(text: string, now: number): (task: TaskRecord) => boolean {
  const terms = termsOf(text);
  return (task) => terms.every((term) => fitsTerm(task, term, now));
}
