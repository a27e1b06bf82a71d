import { expect, test } from 'vitest';
import { assemble } from '../../../../main/services/conversation/assemble.ts';
import { gathering, tell } from '../../../../main/services/conversation/gathered.ts';
import { redactedWording } from '../../../../main/services/conversation/redacted-wording.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { Exchange } from '../../../../shared/domain/exchange.ts';

const start = Date.parse('2026-11-22T09:00:00.000Z');
const at = (minute: number) => new Date(start + minute * 60_000).toISOString();

const exchange = (id: number, more: Partial<Exchange> = {}): Exchange => ({
  id: String(id),
  at: at(id),
  direction: 'out',
  method: 'GET',
  url: 'https://clinic.example/fhir/Task/1',
  status: 200,
  outcome: 'ok',
  approach: 'task',
  connectionId: 'c1',
  partner: 'Clinic',
  wireBytes: 10,
  decodedBytes: 10,
  durationMs: 5,
  phases: {},
  ...more,
});

const connection = (id: string, name: string, role: Connection['role'], baseUrl: string) =>
  ({ id, name, role, baseUrl }) as Connection;

/** A store that holds just these. */
function storeOf(exchanges: readonly Exchange[]): Parameters<typeof assemble>[0] {
  const byId = new Map(exchanges.map((one) => [one.id, one]));
  const connections = [
    connection('c1', 'Clinic', 'payer', 'https://clinic.example/fhir'),
    connection('c2', 'Plan', 'provider', 'https://plan.example/fhir'),
  ];
  return {
    exchanges: { get: (id) => byId.get(id) },
    connections: { list: () => connections },
  } as Parameters<typeof assemble>[0];
}

function gathered(ids: readonly number[]) {
  const all = gathering('Task/1');
  for (const id of ids) tell(all, String(id));
  return all;
}

test('payers stand left, providers right, and this console between them', () => {
  const toPayer = exchange(2, {
    connectionId: 'c2',
    url: 'https://plan.example/fhir/$submit-attachment',
    approach: 'push',
  });
  const { parties } = assemble(storeOf([exchange(1), toPayer]), gathered([1, 2]));
  expect(parties.map(({ name, side, us }) => [name, side, us])).toEqual([
    ['Plan', 'payer', false],
    ['Console', 'payer', true],
    ['Clinic', 'provider', false],
  ]);
  const alone = assemble(storeOf([toPayer]), gathered([2]));
  expect(alone.parties.map(({ name }) => name)).toEqual(['Plan', 'Provider console']);
});

test('around a Task we received we are the provider, whose server it lies on', () => {
  const all = gathered([1]);
  all.ours = 'provider';
  all.partner = { connectionId: 'c1', name: 'Clinic', baseUrl: 'https://clinic.example/fhir', side: 'provider' };
  const { parties } = assemble(storeOf([exchange(1)]), all);
  expect(parties.map(({ name, side, us }) => [name, side, us])).toEqual([
    ['Provider console', 'provider', true],
    ['Clinic', 'provider', false],
  ]);
});

test('the request for a token stands before what waited for it, once, and others of the time do not', () => {
  const token = { note: 'token', url: 'https://clinic.example/token', method: 'POST', approach: 'none' } as const;
  const store = storeOf([
    exchange(4, { ...token, connectionId: 'c2' }),
    exchange(5, token),
    exchange(6),
    exchange(7, { phases: { token: 30 } }),
    exchange(8, { phases: { token: 1 } }),
  ]);
  const { entries } = assemble(store, gathered([7, 8]));
  expect(entries.map((one) => one.kind === 'message' && [one.exchangeId, one.asks])).toEqual([
    ['5', 'POST /token'],
    ['7', 'GET Task/1'],
    ['8', 'GET Task/1'],
  ]);
});

test('of a very long one the first and the last exchanges are shown, and it is said how many are not', () => {
  const many = Array.from({ length: 350 }, (_, index) => exchange(index + 1));
  const { entries, leftOut } = assemble(storeOf(many), gathered(many.map(({ id }) => Number(id))));
  expect([entries.length, leftOut]).toEqual([300, 50]);
  const ids = entries.flatMap((one) => (one.kind === 'message' ? [Number(one.exchangeId)] : []));
  expect([ids[0], ids[19], ids[20], ids.at(-1)]).toEqual([1, 20, 71, 350]);
});

test('statuses stand at the entry that told of them; what broke says why, what never came stands at who sent it', () => {
  const all = gathered([1, 3, 9]);
  all.partner = { connectionId: 'c1', name: 'Clinic', baseUrl: 'https://clinic.example/fhir', side: 'provider' };
  all.statuses = [
    { status: 'requested', exchangeId: '1' },
    { status: 'requested', exchangeId: '3' },
    { status: 'accepted', exchangeId: '9' },
  ];
  all.notes = [
    { at: at(2), by: 'partner', says: 'event 4 never arrived', result: 'warn', lost: true, approach: 'push' },
  ];
  const broken = exchange(3, { status: null, outcome: 'transport', problem: 'The connection was refused.' });
  const { entries, spans, parties } = assemble(storeOf([exchange(1), broken, exchange(9)]), all);
  expect(spans).toEqual([
    { status: 'requested', from: 0 },
    { status: 'accepted', from: 3 },
  ]);
  expect(entries[1]).toMatchObject({ kind: 'note', lost: true, party: 'c1' });
  expect(entries[2]).toMatchObject({ answers: 'The connection was refused.', outcome: 'transport' });
  expect(parties.map(({ id }) => id)).toEqual(['console', 'c1']);
});

test('redacted, the words of a refusal and the name and host of a partner leave nothing of themselves; what is ours does', () => {
  const refused = exchange(1, {
    status: 404,
    outcome: 'refused',
    problem: 'There is no patient Avis Quenby of 1961-03-09.',
  });
  const unanswered = exchange(2, { status: null, outcome: 'transport', problem: 'No answer came within 30 s.' });
  const all = gathered([1, 2]);
  const told = assemble(storeOf([refused, unanswered]), all, redactedWording(all));
  const drawn = JSON.stringify([told.parties.map(({ name, says }) => [name, says]), told.entries]);
  for (const value of ['Avis', 'Quenby', '1961', 'Clinic', 'clinic.example']) expect(drawn).not.toContain(value);
  expect(told.entries.map((one) => one.kind === 'message' && one.answers)).toEqual([
    '404 text-1',
    'No answer came within 30 s.',
  ]);
  expect(told.parties.find(({ us }) => !us)).toMatchObject({ name: 'name-1', says: 'provider, host-1' });
});
