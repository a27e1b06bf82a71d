import type { Heavy } from '../wire/heavy.ts';
import { doJob, type JobInput, type JobName, type JobOutput } from '../wire/jobs.ts';
import type { BodyReader } from './bodies.ts';

/** Does a job on a recorded body: here when it is at most 1 MiB, else in the worker. Rejects with what the job throws. */
export async function workOnBody<K extends JobName>(
  heavy: Heavy,
  body: BodyReader,
  name: K,
  ...input: JobInput<K>
): Promise<JobOutput<K>> {
  return body.whole ? doJob(name, body.whole, input) : heavy.run(name, body.file as string, ...input);
}
