import type { TaskForm } from '../task-form.ts';
import { asksForAttachments, freshTrackingId } from '../task-form.ts';
import { withPatient } from '../../composer/queries.ts';

/** One member of a list, as written on its line. */
export interface ManyLine {
  /** Number of the line, from 1. */
  number: number;
  member?: string;
  patientId?: string;
  claim?: string;
  name?: string;
  birthDate?: string;
  /** Why no Task can be made of it. */
  problem?: string;
}

const day = /^\d{4}-\d\d-\d\d$/;

/** The columns of a line: by tabulator or semicolon where there is one, else by comma. */
const columnsOf = (line: string): string[] =>
  line
    .split(/[\t;]/.test(line) ? /[\t;]/ : ',')
    .map((column) => column.trim())
    .filter(Boolean);

/** What a line says, told by the shape of its columns: `SYSTEM|VALUE` is the member, then the claim; a date the birth date; else the patient id, then the name. */
function lineFrom(text: string, number: number, form: TaskForm): ManyLine {
  const line: ManyLine = { number };
  for (const column of columnsOf(text)) {
    if (column.includes('|')) line[line.member === undefined ? 'member' : 'claim'] ??= column;
    else if (day.test(column)) line.birthDate = column;
    else if (/\s|,/.test(column) || (line.patientId !== undefined && line.name === undefined)) line.name = column;
    else line.patientId ??= column.replace(/^Patient\//, '');
  }
  return { ...line, ...problemOf(line, form) };
}

function problemOf({ member, patientId }: ManyLine, form: TaskForm): { problem: string } | undefined {
  if (asksForAttachments(form.kind)) {
    return member ? undefined : { problem: 'An attachment request needs the member id, SYSTEM|VALUE.' };
  }
  if (!member && !patientId) return { problem: 'No member id and no patient id.' };
  const namesPatient = form.kind === 'data-request-query' && /[?&](patient|subject)[=:]/.test(form.query);
  return namesPatient && !patientId ? { problem: 'The query names a patient; write the patient id, too.' } : undefined;
}

/** The members of a list, one a line; empty lines are passed over. */
export const manyLines = (text: string, form: TaskForm): ManyLine[] =>
  text
    .split('\n')
    .map((line, index) => [line.trim(), index + 1] as const)
    .filter(([line]) => line !== '')
    .map(([line, number]) => lineFrom(line, number, form));

/** The form about one member of the list. What belongs to one request alone does not go to the others: claim, name, own id, tracking id. */
export function formForLine(form: TaskForm, line: ManyLine): TaskForm {
  const { member = '', patientId = '', claim = '', name = '', birthDate = '' } = line;
  return {
    ...form,
    member,
    patientId,
    claim,
    name,
    birthDate,
    identifier: '',
    patientAccount: '',
    query: withPatient(form.query, form.patientId, patientId),
    trackingId: asksForAttachments(form.kind) ? freshTrackingId(form.trackingId) : '',
  };
}

/** A known member as a line. */
export const lineText = (one: {
  memberId: string;
  patientId: string;
  name: string;
  birthDate: string;
  claimId?: string | undefined;
}): string => [one.memberId, one.patientId, one.claimId, one.name, one.birthDate].filter(Boolean).join('; ');
