import type { CommandInput } from '../../../shared/contract/commands.ts';
import { fail, ok } from '../../../shared/contract/errors.ts';
import type { Snapshot } from '../../../shared/contract/host.ts';
import type { InboxDay } from '../../../shared/contract/inbox.ts';
import type { Push } from '../../../shared/domain/push.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { ChangeWithoutSeq, Overrides } from '../bridge.ts';
import { answersWithin, clinicalDocument, everything, questionnaire } from './contents.ts';
import { documentAnswers } from './documents.ts';
import { storyOf } from './pushes.ts';

interface Means {
  /** Its pushes are all there are, newest first. */
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  others: Overrides;
}

type Filter = Pick<CommandInput<'inbox.page'>, 'text' | 'kind' | 'state' | 'taskId'>;

const stateOf = ({ answered, waitsUntil, match }: Push): string =>
  answered === null && waitsUntil ? 'waiting' : (answered ?? 0) >= 400 ? 'refused' : (match?.state ?? 'none');

function fits(push: Push, { text, kind, state, taskId }: Filter): boolean {
  const hay = `${push.title} ${push.trackingId} ${push.memberId} ${push.sender}`.toLowerCase();
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => hay.includes(word)) &&
    (kind === undefined || push.kind === kind) &&
    (state === undefined || stateOf(push) === state) &&
    (taskId === undefined || push.match?.taskId === taskId)
  );
}

/** Days of a list, counted once: a large one is asked for again and again. */
const counted = new WeakMap<readonly Push[], InboxDay[]>();

function daysOf(pushes: readonly Push[], zone: number): InboxDay[] {
  const known = counted.get(pushes);
  if (known) return known;
  const days = new Map<string, number>();
  for (const { at } of pushes) {
    const day = new Date(Date.parse(at) + zone * 60_000).toISOString().slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const list = [...days].map(([day, count]) => ({ day, count }));
  counted.set(pushes, list);
  return list;
}

const missing = () => fail('not-found', 'There is no such push.', 'Look in the push inbox.');

/** An inbox of any size over the pushes of the snapshot. */
export function inboxAnswers({ snapshot, change, others }: Means): Overrides {
  const find = (id: string) => snapshot.push.find((push) => push.id === id);
  const put = (push: Push) => {
    change({ kind: 'push', id: push.id, op: 'put', record: push });
    return ok(push);
  };
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'required', diagnostics: 'A signature is required.' }],
  };
  const bodies = { x108: everything, x105: everything, x103: clinicalDocument, 'answer x105': outcome };
  return {
    ...documentAnswers(bodies, others),
    'questionnaires.open': () => ok({ questionnaire, valueSets: {}, exchangeIds: [], findings: [] }),
    'questionnaires.check': ({ response }: CommandInput<'questionnaires.check'>) =>
      ok(
        JSON.stringify(response) === JSON.stringify(answersWithin)
          ? []
          : [{ rule: 'linkId', severity: 'warning', path: 'item[2]', message: 'The form does not ask this.' }],
      ),
    'inbox.page': ({ offset = 0, limit = 200, zone = 0, ...filter }: CommandInput<'inbox.page'>) => {
      const isNarrowed = Object.values(filter).some((value) => value !== undefined);
      const found = isNarrowed ? snapshot.push.filter((push) => fits(push, filter)) : snapshot.push;
      const pushes = found.slice(offset, offset + limit);
      return ok({ total: found.length, all: snapshot.push.length, days: daysOf(found, zone), pushes });
    },
    'inbox.list': ({ limit = 200, ...filter }: CommandInput<'inbox.list'>) =>
      ok(snapshot.push.filter((push) => fits(push, filter)).slice(0, limit)),
    'inbox.get': ({ id }: { id: string }) => {
      const push = find(id);
      return push ? ok(push) : missing();
    },
    'inbox.story': ({ id }: { id: string }) => {
      const push = find(id);
      return push ? ok(storyOf(push, snapshot.push)) : missing();
    },
    'inbox.candidates': () =>
      ok(
        snapshot.task.slice(0, 3).map((task, index) => ({
          task,
          by: index === 0 ? ['member'] : [],
          says: index === 0 ? 'The member is the same. That alone proves nothing.' : 'It asks for attachments.',
        })),
      ),
    'inbox.match': ({ id, task }: CommandInput<'inbox.match'>) => {
      const push = find(id);
      if (!push) return missing();
      const found = snapshot.task.find((one) => one.id === task || one.taskId === task);
      if (task !== null && !found) return fail('not-found', `There is no Task ${task}.`, 'Look in the list of Tasks.');
      const at = new Date().toISOString();
      return put({
        ...push,
        match: found
          ? { state: 'matched', taskId: found.id, by: ['hand'], says: `Joined to Task ${found.taskId} by hand.`, at }
          : { state: 'held', by: ['hand'], says: 'Taken off by hand.', at },
      });
    },
    'inbox.answer': ({ id, ...wish }: CommandInput<'inbox.answer'>) => {
      const push = find(id);
      if (!push) return missing();
      const answered = wish.answer === 'reject' ? 400 : (wish.status ?? 200);
      const { waitsUntil: _waits, ...rest } = push;
      return put({
        ...rest,
        answered,
        answeredAt: new Date().toISOString(),
        answer: { how: wish.answer, byHand: true },
      });
    },
    'inbox.export': ({ folder, raw = false }: CommandInput<'inbox.export'>) =>
      ok({
        folder,
        redacted: !raw,
        files: [{ file: 'push.json', bytes: 2_048, sha256: '5f', says: 'the push as it is known' }],
      }),
    'inbox.download': ({ raw = false }: CommandInput<'inbox.download'>) => ok({ redacted: !raw, files: [] }),
    'inbox.remove': ({ id }: { id: string }) => {
      change({ kind: 'push', id, op: 'delete' });
      return ok({ removed: true });
    },
    'inbox.check': ({ cdexVersion }: CommandInput<'inbox.check'>) =>
      ok([
        {
          rule: 'CONF-012',
          severity: 'error',
          path: 'Parameters.parameter[3].valueDate',
          message: `Checked as ${cdexVersion}, with ${identifierValue('x|one')} mistake.`,
          next: 'Mend it.',
        },
      ]),
  };
}
