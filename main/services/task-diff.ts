import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { TaskRecord, TaskVersion, VersionChange } from '../../shared/domain/task.ts';
import type { TaskPlace } from '../wire/diff-tasks.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { workOnBody } from './work-on-body.ts';

/** What differs between two versions of a Task we hold, from the bodies that brought them; in the worker where one is large. */
export async function diffTask(
  kit: Pick<Kit, 'store'>,
  heavy: Heavy,
  { id, taskId }: TaskRecord,
  { from, to }: { from: string; to: string },
): Promise<Reply<VersionChange[]>> {
  const versions = kit.store.tasks.versions(id);
  const held = (wanted: string) => versions.find(({ versionId }) => versionId === wanted);
  const [before, after] = [held(from), held(to)];
  if (!before || !after)
    return fail(
      'not-found',
      `No version ${before ? to : from} of Task/${taskId} is held.`,
      `Use two of: ${versions.map(({ versionId }) => versionId).join(', ')}; or read its history first.`,
    );
  const bodies = [await placeOf(kit, before), await placeOf(kit, after)] as const;
  for (const body of bodies) if (!body.ok) return body;
  const [old, fresh] = bodies.map((body) => body.ok && body.value) as [Placed, Placed];
  // What is large stays where it is: both are read where the work is done.
  const [base, other] = fresh.body.whole ? [old, fresh] : [fresh, old];
  const changes = await workOnBody(heavy, base.body, 'diffTasks', base.pointer, placed(other), base === old);
  if (changes) return ok(changes);
  return fail(
    'not-fhir',
    `What brought version ${from} or ${to} holds no Task any more.`,
    'Look at the exchanges that brought them.',
    { exchangeId: after.exchangeId },
  );
}

type Placed = Extract<Awaited<ReturnType<typeof placeOf>>, { ok: true }>['value'];

const placed = ({ body, pointer }: Placed): TaskPlace =>
  body.whole ? { bytes: body.whole, pointer } : { file: body.file as string, pointer };

/** A create may be answered without a body: what was sent is then that version. */
async function placeOf({ store }: Pick<Kit, 'store'>, { exchangeId, pointer = '' }: TaskVersion) {
  const answered = pointer !== '' || store.exchanges.source(exchangeId)?.head?.resourceType === 'Task';
  const body = await openBody({ store }, exchangeId, answered ? 'response' : 'request');
  return body.ok ? ok({ body: body.value, pointer }) : body;
}
