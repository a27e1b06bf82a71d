import { mergeRequest, requestOf } from '../../../shared/cdex/request-of-task.ts';
import { requestKinds, type TaskRequest } from '../../../shared/domain/task-request.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { dig, isObject, type JsonObject, typeOfResource } from '../../../shared/fhir/json.ts';
import type { Given } from './arguments.ts';
import type { Surface } from './command.ts';
import { parseJson, readInput } from './read-json.ts';
import { refuse } from './refusal.ts';
import { fieldsFor } from './request-options.ts';

/** One thing to send: a request, or a Task as it stands. */
export type Asked = { request: TaskRequest } | { task: unknown };

/** What a file asks for. `many`: it was a list or lines, and so is the answer. */
export interface AskedInFile {
  many: boolean;
  asked: Asked[];
}

/** JSON, or one JSON value a line. Throws `Refusal` (invalid-json), naming the line. */
function valuesIn(source: string): { many: boolean; values: unknown[] } {
  const whole = source.replace(/^\uFEFF/, '').trim();
  const lines = whole.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  if (!isLines) {
    const value = parseJson(whole);
    return Array.isArray(value) ? { many: true, values: value } : { many: false, values: [value] };
  }
  const values = lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return refuse('invalid-json', `Entry ${index + 1} is not JSON.`, 'Write one JSON value a line.');
    }
  });
  return { many: true, values };
}

/** The members of an object that are not there yet, taken from another. */
const completed = (value: JsonObject, more: JsonObject): JsonObject => ({
  ...more,
  ...Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== null)),
});

/** A Task's member is whoever it names, by id or by member id. */
function withoutSecondMember(had: JsonObject, more: JsonObject): JsonObject {
  if (had.patientId === undefined && had.member === undefined) return more;
  const { patientId: _patient, member: _member, ...rest } = more;
  return rest;
}

function completedTask(task: JsonObject, given: Given): unknown {
  const { request } = requestOf(task);
  if (request.kind === undefined) return task;
  const before = request as JsonObject;
  const after = completed(before, withoutSecondMember(before, fieldsFor(given, request.kind)));
  const context = { cdexVersion: '2.1', now: new Date().toISOString() } as const;
  return mergeRequest(task, request, after as Partial<TaskRequest>, context);
}

/** An entry: a Task, a request, or either under its name. What it leaves open is taken from the options. */
function askedIn(entry: unknown, index: number, given: Given): Asked {
  const value = isObject(entry) && !('kind' in entry) ? (dig(entry, 'task') ?? dig(entry, 'request') ?? entry) : entry;
  if (isObject(value) && typeOfResource(value) === 'Task') return { task: completedTask(value, given) };
  const kind = isObject(value) ? requestKinds.find((one) => one === value.kind) : undefined;
  if (!isObject(value) || kind === undefined)
    return refuse(
      'invalid-input',
      `Entry ${index + 1} is neither a Task nor a request.`,
      `A request has a kind: ${requestKinds.join(', ')}.`,
    );
  const more = withoutSecondMember(value, fieldsFor(given, kind));
  return { request: completed(value, more) as unknown as TaskRequest };
}

/** Reads --from: one Task or request, a JSON list of them, or one a line; `-` is stdin. Throws `Refusal`. */
export async function readAsked(source: string, given: Given, surface: Surface): Promise<AskedInFile> {
  const { many, values } = valuesIn(await readInput(source, surface));
  if (values.length === 0) refuse('invalid-input', 'The input asks for nothing.', 'Put at least one Task in it.');
  return { many, asked: values.map((value, index) => askedIn(value, index, given)) };
}

/** The request with `{member}` in its query replaced by the member's id as a search value. Throws `Refusal` where there is no member id. */
export function withMemberInQuery(request: TaskRequest): TaskRequest {
  if (request.kind !== 'data-request-query' || !/\{member(-value)?\}/.test(request.query)) return request;
  const { member } = request;
  if (member === undefined)
    return refuse(
      'invalid-input',
      '{member} in the query stands for a member id, and none is given.',
      'Give --member SYSTEM|VALUE, or --members FILE.',
    );
  const query = request.query
    .replaceAll('{member}', encodeURIComponent(member))
    .replaceAll('{member-value}', encodeURIComponent(identifierValue(member)));
  return { ...request, query };
}

/** The request for one of many members. */
function forMember(request: TaskRequest, member: string): TaskRequest {
  const { patientId: _patient, ...rest } = request;
  return withMemberInQuery({ ...rest, member } as TaskRequest);
}

/** Reads --members: one member id a line, `#` begins a remark; the same request for each. Throws `Refusal`. */
export async function readMembers(source: string, request: TaskRequest, surface: Surface): Promise<AskedInFile> {
  const lines = (await readInput(source, surface)).replace(/^\uFEFF/, '').split(/\r?\n/);
  const members = [...new Set(lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')))];
  if (members.length === 0)
    refuse('invalid-input', 'The file names no member.', 'Write one member id a line: SYSTEM|VALUE.');
  return { many: true, asked: members.map((member) => ({ request: forMember(request, member) })) };
}
