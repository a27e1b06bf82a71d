import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { openConsole, type TestConsole, until } from '../../fakes/ports.ts';
import { dataRequest } from '../services/task-partner.ts';
import { startTaskServer, type TaskServerOptions } from '../services/task-server.ts';

export const minute = 60_000;
export const hour = 60 * minute;

/** Waits until the console has the scheduler's role and its jobs run. */
export const scheduling = (here: TestConsole) =>
  until(async () =>
    (await here.run('host.snapshot', {})).role.some(({ id, running }) => id === 'scheduler' && running),
  );

/** Waits until no Task of the console is due any more: every poll has ended and planned the next one. */
export const settled = (here: TestConsole, clock: FakeClock) => async () => {
  for (;;) {
    const tasks = await here.run('tasks.list', {});
    if (tasks.every(({ nextPollAt }) => !nextPollAt || Date.parse(nextPollAt) > clock.now())) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

/** A console with a connection to a server that keeps many Tasks; `known` reads what the server declares beforehand. */
export async function startMany(options: TaskServerOptions & { count: number; known?: boolean }) {
  const clock = createFakeClock();
  const here = openConsole({ clock });
  const server = await startTaskServer(options);
  await scheduling(here);
  const connection = { name: 'clinic', baseUrl: server.baseUrl, role: 'provider' } as const;
  await here.run('connections.add', connection);
  if (options.known !== false) await here.run('connections.discover', { connection: 'clinic' });
  const ids: string[] = [];
  for (let n = 0; n < options.count; n += 1) {
    const request = { ...dataRequest, owner: `http://hl7.org/fhir/sid/us-npi|${9941001000 + n}` };
    ids.push((await here.run('tasks.request', { partner: { connection: 'clinic' }, request })).id);
  }
  server.seen.length = 0;
  const advance = (ms: number) => clock.advance(ms, settled(here, clock));
  return { ...here, here, clock, server, ids, advance };
}
