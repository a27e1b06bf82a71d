import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Heavy } from '../wire/heavy.ts';
import { isLight } from '../wire/light.ts';
import { doJob, type JobInput, type JobName, type JobOutput } from '../wire/jobs.ts';
import type { BodyReader } from './bodies.ts';

/** Jobs that look at each value by many rules; to the others a body of ten times as many values is still light. */
const thorough: ReadonlySet<JobName> = new Set(['understand', 'checkSubmission', 'redact']);
const manyValues = 20_000;

/** Does a job on a recorded body: here when it is at most 1 MiB and not of very many values, else in the worker. Rejects with what the job throws. */
export async function workOnBody<K extends JobName>(
  heavy: Heavy,
  body: BodyReader,
  name: K,
  ...input: JobInput<K>
): Promise<JobOutput<K>> {
  const { whole, file } = body;
  if (whole && isLight(whole, thorough.has(name) ? undefined : manyValues)) return doJob(name, whole, input);
  return heavy.run(name, file ?? (whole as Buffer), ...input);
}

/**
 * The same of what a partner answered in an exchange: `not-fhir` where that is no JSON after all. Large bodies are looked at in passing,
 * by their brackets alone, so that some are found out only here. Rejects with what else the job throws.
 */
export async function readAnswer<K extends JobName>(
  heavy: Heavy,
  body: BodyReader,
  exchangeId: string,
  name: K,
  ...input: JobInput<K>
): Promise<Reply<JobOutput<K>>> {
  try {
    return ok(await workOnBody(heavy, body, name, ...input));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail(
      'not-fhir',
      'The answer begins and ends as JSON, but cannot be read as such.',
      'Ask the partner what is wrong with the answer; the exchange keeps it as it came.',
      { exchangeId },
    );
  }
}
