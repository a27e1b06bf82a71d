import { readFileSync, statSync } from 'node:fs';
import { checkSubmission } from '../../shared/cdex/check-submission.ts';
import { copyTask } from '../../shared/cdex/copy-task.ts';
import { type CheckedPage, checkCollected, type DataSubject } from '../../shared/cdex/check-collected.ts';
import { type Declarations, readDeclarations } from '../../shared/cdex/read-declarations.ts';
import { readTask, type TaskReading } from '../../shared/cdex/read-task.ts';
import { readTaskPage, type TaskInPage } from '../../shared/cdex/read-task-page.ts';
import { requestOf } from '../../shared/cdex/request-of-task.ts';
import type { ReadRequest } from '../../shared/contract/tasks.ts';
import type { CdexVersion } from '../../shared/domain/connection.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { readAbilities, type ServerAbilities } from '../../shared/fhir/abilities.ts';
import { type ReadSecurity, readStatementSecurity } from '../../shared/fhir/statement-security.ts';
import { typeOfResource } from '../../shared/fhir/json.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { type Survey, surveyResource } from '../../shared/fhir/survey.ts';
import { moveLog } from '../store/move-log.ts';
import { diffTasks } from './diff-tasks.ts';
import { elidedAt } from './elided-at.ts';
import { extract, extractContained, parseBody } from './extract.ts';
import { extractFromFile } from './extract-from-file.ts';
import { type ReadBody, readSlim, readWhole } from './read-body.ts';
import { redactBody, redactFile } from './redact-body.ts';
import { type Intent, understand, understandFile } from './understand.ts';

/** What is made of a recorded body as a whole, and what else would block. Each takes bytes and plain data, so that it can be done in a worker. */
const jobs = {
  /** Moves a database's log into its file; there is no body. */
  moveLog: (_body: Buffer, file: string): void => moveLog(file),
  /** What a received body is. */
  understand: (body: Buffer, intent: Intent) => understand(body, intent),
  /** The document at a JSON pointer, kept in a folder. */
  extract,
  /** The contained resource with an id, kept in a folder. */
  extractContained,
  /** The JSON at a pointer with its long base64 replaced; undefined where the pointer leads nowhere. */
  elided: elidedAt,
  /** What it would be without what names people, kept in a folder; documents at pointers give way to notes. */
  redact: redactBody,
  /** What the rules of a version of the guide say about the submission it is; `solicited` as checkSubmission takes it. */
  checkSubmission: (body: Buffer, version: CdexVersion, solicited: boolean): Finding[] =>
    checkRead(readWhole(body), version, solicited),
  /** What the resource at a JSON pointer holds; `''` is the whole body. */
  survey: (body: Buffer, pointer: string): Survey => surveyResource(getPointer(parseBody(body), pointer)),
  /** The Task it is, read from a server with this base URL. */
  readTask: (body: Buffer, baseUrl: string): TaskReading => readTask(parseBody(body), baseUrl),
  /** The Tasks in the searchset it is. */
  readTaskPage: (body: Buffer, baseUrl: string): TaskInPage[] => readTaskPage(parseBody(body), baseUrl),
  /** The request behind the Task at a JSON pointer, and the Task to be sent again at `now` (ISO instant); undefined where none is there. */
  readRequest: (body: Buffer, pointer: string, now: string): ReadRequest | undefined =>
    requestBehind(getPointer(parseBody(body), pointer), now),
  /** The entries of the searchset it is, held against the patient they must belong to. */
  checkCollected: (body: Buffer, patient: DataSubject): CheckedPage => checkCollected(parseBody(body), patient),
  /** What differs between the Task at a pointer in it and another one. */
  diffTasks,
  /** The CapabilityStatement it is. */
  readAbilities: (body: Buffer): ServerAbilities => readAbilities(parseBody(body)),
  /** What the CapabilityStatement it is declares of CDex; undefined when it is none. */
  readDeclarations: (body: Buffer): Declarations | undefined => readDeclarations(parseBody(body)),
  /** What the CapabilityStatement it is says about getting a token; undefined when it is none. */
  readStatementSecurity: (body: Buffer): ReadSecurity | undefined => readStatementSecurity(parseBody(body)),
};

/** The request behind a Task as JSON, with the Task to be sent again at `now` (ISO instant); undefined for anything else. */
export const requestBehind = (task: unknown, now: string): ReadRequest | undefined =>
  typeOfResource(task) === 'Task' ? { ...requestOf(task), task: copyTask(task, now) } : undefined;

type Jobs = typeof jobs;
/** The jobs by name. */
export type JobName = keyof Jobs;
/** What a job takes besides the body. */
export type JobInput<K extends JobName> = Parameters<Jobs[K]> extends [Buffer, ...infer I] ? I : never;
/** What a job answers; plain data. */
export type JobOutput<K extends JobName> = ReturnType<Jobs[K]>;

/** Does a job on a body that is in hand; `input` is its JobInput, which a message between threads cannot say. Throws what the job throws. */
export function doJob<K extends JobName>(name: K, body: Buffer, input: readonly unknown[]): JobOutput<K> {
  const job: (body: Buffer, ...input: never[]) => unknown = jobs[name];
  return job(body, ...(input as readonly never[])) as JobOutput<K>;
}

/** Bodies over this many bytes are not held whole by the jobs that can do without. */
const wholeBytes = 1_048_576;

/** The rules for a submission that was read, sizes and hashes of its documents among them. */
const checkRead = (body: ReadBody, version: CdexVersion, solicited: boolean): Finding[] =>
  body.shown(checkSubmission(body.value, version, solicited, body.data));

/** The jobs that hold no more than pieces of a body. */
const inPieces = new Map<JobName, (file: string, ...input: never[]) => unknown>([
  ['understand', understandFile],
  ['extract', extractFromFile],
  ['redact', redactFile],
  [
    'checkSubmission',
    (file: string, version: CdexVersion, solicited: boolean) => checkRead(readSlim(file), version, solicited),
  ],
]);

/** Does a job on the body in a file (absolute path), as doJob does. For workers: it blocks. */
export function doJobOnFile<K extends JobName>(name: K, file: string, input: readonly unknown[]): JobOutput<K> {
  const job = inPieces.get(name);
  if (!job || statSync(file).size <= wholeBytes) return doJob(name, readFileSync(file), input);
  return job(file, ...(input as readonly never[])) as JobOutput<K>;
}
