import { expect, test } from 'vitest';
import { storyOf } from '../../../../main/services/inbox/story.ts';
import { blankTask } from '../../../../main/services/record-task.ts';
import { openStore } from '../../../../main/store/store.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import type { TaskVersion } from '../../../../shared/domain/task.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../../fakes/ports.ts';
import { partnerAt } from '../../exchange/open-door.ts';
import { openInbox, submissionWith, tracked } from './inbox-console.ts';

const noon = Date.UTC(2026, 9, 1, 12);
const second = (count: number) => new Date(noon + count * 1_000).toISOString();

/** The story of a push at 12:00:05 for a Task recorded at 12:00:00 with these versions; the exchange that asked is not kept. */
function told(versions: readonly Pick<TaskVersion, 'versionId' | 'status' | 'at' | 'seenAt'>[]) {
  const store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  const partner = partnerAt('https://northside.example/fhir');
  const blank = blankTask(partner, { side: 'sent', taskId: 't-1', profile: 'manual', exchangeId: '1', now: noon });
  const push = store.write(() => {
    const task = store.tasks.add(blank);
    for (const version of versions) store.tasks.put(task, { version: { ...version, exchangeId: '1' } });
    const came: Omit<Push, 'id'> = {
      at: second(5),
      storedAt: second(5),
      kind: 'submission',
      title: 'Submission',
      digest: 'a'.repeat(64),
      answered: 200,
      exchangeId: '2',
      attachments: [],
      findings: [],
      match: { state: 'matched', taskId: task.id, by: ['hand'], says: 'By hand.', at: second(5) },
    };
    return store.pushes.add(came);
  });
  return storyOf(store, push).timeline.map(({ at, kind, title, detail }) => ({ at, kind, title, detail }));
}

test('a version stamped before the request, or after it was read, stands where our clock saw it; what the partner says is told', () => {
  const timeline = told([
    { versionId: '1', status: 'requested', at: second(-300), seenAt: second(1) },
    { versionId: '2', status: 'in-progress', at: second(-0.5), seenAt: second(3) },
    { versionId: '3', status: 'accepted', at: second(3), seenAt: second(4) },
    { versionId: '4', status: 'completed', at: second(900), seenAt: second(7) },
    { versionId: '5', status: 'failed', at: 'yesterday', seenAt: second(8) },
  ]);
  expect(timeline.filter(({ kind }) => kind !== 'match')).toMatchObject([
    { at: second(0), kind: 'request' },
    { at: second(0), title: 'Task t-1 requested', detail: `by their clock ${second(-300)}` },
    { at: second(0), title: 'Task t-1 in-progress', detail: undefined },
    { at: second(3), title: 'Task t-1 accepted', detail: undefined },
    { at: second(5), kind: 'push' },
    { at: second(7), title: 'Task t-1 completed', detail: `by their clock ${second(900)}` },
    { at: second(8), title: 'Task t-1 failed', detail: undefined },
  ]);
});

test('the request stands where its sending began, not where its answer was here', async () => {
  const { ask, push, run } = await openInbox();
  const id = await ask(tracked('T-1'));
  const came = await push(submissionWith('T-1'));
  const { timeline } = await run('inbox.story', { id: came.id });
  const { createExchangeId } = await run('tasks.get', { id });
  const sent = await run('exchanges.get', { id: createExchangeId });
  expect(timeline[0]).toMatchObject({ kind: 'request', at: sent.at });
});
