import { fail, type Reply } from '../../shared/contract/errors.ts';
import type { TaskPoll } from '../../shared/domain/task.ts';
import type { Answer } from '../exchange/answer.ts';

const mixedUp =
  'Ask the partner what their server answers there: a cache or a gateway may mix answers up, and what came may be somebody else’s.';

/**
 * Why an answer to the read of a Task is not that Task: another type of resource, or a Task with another id than the one in the address
 * (FHIR R4, http.html#read: they are the same). One without an id is taken for it. Undefined where it is the Task.
 */
export function otherThanAsked(
  { head, exchangeId, httpStatus }: Answer,
  taskId: string,
): Extract<Reply<never>, { ok: false }> | undefined {
  const { resourceType = 'nothing', id } = head ?? {};
  const found = { exchangeId, httpStatus };
  if (resourceType !== 'Task')
    return fail(
      'not-fhir',
      `The partner answered ${httpStatus} with ${resourceType} where the Task was asked for. What is known of the Task stays as it was.`,
      'Ask the partner what their server answers to a read of the Task.',
      { ...found, details: [`resourceType: asked for was Task/${taskId}, so Task belongs there, not ${resourceType}`] },
    );
  if (id === undefined || id === taskId) return undefined;
  return fail(
    'not-fhir',
    `The partner answered ${httpStatus} with another Task: asked for was Task/${taskId}, its Task.id is ${shown(id)}. What is known of the Task stays as it was.`,
    mixedUp,
    {
      ...found,
      details: [`Task.id: the id in the address and the one in the resource are the same in FHIR R4 (read)`],
    },
  );
}

/** What a poll says of an answer that held more than was asked for. */
export type Odd = Pick<TaskPoll, 'problem' | 'next'>;

const mostNamed = 3;

/** What is odd about the answer to a search of some Tasks by their ids that holds others too; undefined where none came. */
export function oddBeside(strangers: ReadonlySet<string>): Odd | undefined {
  const [first, ...more] = [...strangers].slice(0, mostNamed).map(shown);
  if (first === undefined) return undefined;
  const rest = strangers.size - more.length - 1;
  const named = `${[first, ...more].join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const problem = `The answer to a search by _id held ${strangers.size === 1 ? 'a Task' : 'Tasks'} nobody asked for (Task.id ${named}), left aside.`;
  return { problem, next: mixedUp };
}

/** Ids are short in FHIR; what a partner gives as one may be anything. */
const shown = (id: string): string => (id.length > 64 ? `${id.slice(0, 64)}…` : id);
