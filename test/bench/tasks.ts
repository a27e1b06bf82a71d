import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConsoleEvent } from '../../shared/contract/events.ts';
import { inFolder, startServer, switchboard } from './child.ts';
import { fillFolder, taskCount } from './many-tasks.ts';
import { type Bench, median, type Row, row } from './row.ts';

const changes = 40;
const snapshots = 7;

/** A host on a folder, spoken to as its page does. */
async function startHost(folder: string) {
  const args = ['serve', '--no-open', '--no-sandbox', '--json', '--data-dir', folder];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', switchboard, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const [origin = '', token = ''] = (JSON.parse(first.toString()) as { url: string }).url.split('/#token=');
  const headers = { authorization: `Bearer ${token}` };
  return {
    origin,
    headers,
    async call(name: string, input: object): Promise<{ text: string; value: never }> {
      const answer = await fetch(`${origin}/call/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
      const text = await answer.text();
      const reply = JSON.parse(text) as { ok: boolean; value: never; error?: { message: string } };
      if (!reply.ok) throw new Error(`${name}: ${reply.error?.message}`);
      return { text, value: reply.value };
    },
    /** Resident memory in MB. */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

type Host = Awaited<ReturnType<typeof startHost>>;

/** Hears the host's events; `heard` resolves when the Task with our id has come with a version. */
function hear(host: Host) {
  const stop = new AbortController();
  const waiting = new Map<string, () => void>();
  const tell = (line: string) => {
    const event = JSON.parse(line) as ConsoleEvent;
    if (event.type === 'change' && event.change.kind === 'task' && event.change.op === 'put')
      waiting.get(`${event.change.id} ${event.change.record.lastVersion?.versionId}`)?.();
  };
  const reading = (async () => {
    const answer = await fetch(`${host.origin}/events`, { headers: host.headers, signal: stop.signal });
    let rest = '';
    for await (const chunk of answer.body ?? []) {
      const lines = (rest + Buffer.from(chunk).toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') tell(line);
    }
  })().catch(() => undefined); // stopping breaks the stream
  return {
    heard: (id: string, versionId: string) =>
      new Promise<void>((resolve) => waiting.set(`${id} ${versionId}`, resolve)),
    async stop() {
      stop.abort();
      await reading;
    },
  };
}

/** From the read that brings a change to the event at a listening client, against the bare read and one insert. */
async function changeToEvent(host: Host, baseUrl: string, floorFile: string): Promise<Row> {
  const listener = hear(host);
  await wait(200); // until the stream stands
  const database = new DatabaseSync(floorFile);
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE tasks(id INTEGER PRIMARY KEY, body TEXT)',
  );
  const insert = database.prepare('INSERT INTO tasks(body) VALUES(?)');
  const [values, floors]: [number[], number[]] = [[], []];
  for (let n = 0; n < changes; n += 1) {
    const { versionId } = (await (await fetch(`${new URL(baseUrl).origin}/change/t${n}`)).json()) as {
      versionId: string;
    };
    const id = String(n + 1);
    const came = listener.heard(id, versionId);
    const began = performance.now();
    await Promise.all([host.call('tasks.poll', { id }), came]);
    values.push(performance.now() - began);
    const bare = performance.now();
    insert.run(await (await fetch(`${baseUrl}/Task/t${n}`)).text());
    floors.push(performance.now() - bare);
  }
  database.close();
  await listener.stop();
  const [value, floor] = [median(values.slice(5)), median(floors.slice(5))]; // the first ones warm both up
  return row('a changed Task among ten thousand: read, kept, told to a client', value, floor, 'ms', 'below 100 ms');
}

/** What a page reads when it opens, against the same records from the database as text. */
async function snapshot(host: Host, folder: string): Promise<Row[]> {
  const [values, floors]: [number[], number[]] = [[], []];
  let [bytes, floorBytes] = [0, 0];
  for (let n = 0; n < snapshots; n += 1) {
    const began = performance.now();
    bytes = (await host.call('host.snapshot', {})).text.length;
    values.push(performance.now() - began);
    const bare = performance.now();
    const database = new DatabaseSync(path.join(folder, 'switchboard.db'), { readOnly: true });
    const rows = database.prepare('SELECT record FROM tasks').all() as { record: string }[];
    floorBytes = `[${rows.map(({ record }) => record).join(',')}]`.length;
    JSON.parse(`[${rows.map(({ record }) => record).join(',')}]`);
    database.close();
    floors.push(performance.now() - bare);
  }
  const mega = 1_048_576;
  return [
    row('snapshot with ten thousand Tasks', median(values), median(floors), 'ms', 'below 1 s'),
    row('its size', bytes / mega, floorBytes / mega, 'MB', 'little more than the records'),
  ];
}

/** Ten thousand live Tasks: from a change to the screen's door, the snapshot, memory, and a turn in which all of them are due. */
export const tasks: Bench = async () => {
  const partner = await startServer(path.join(import.meta.dirname, 'task-server.ts'));
  const rows: Row[] = [];
  await inFolder(async (folder) => {
    const empty = await startHost(folder);
    await empty.call('host.snapshot', {});
    const before = empty.memory();
    await empty.stop();
    fillFolder(folder, partner.line, (n) => Date.now() + 3_600_000 + n);
    const host = await startHost(folder);
    rows.push(await changeToEvent(host, partner.line, path.join(folder, 'floor.db')));
    rows.push(...(await snapshot(host, folder)));
    rows.push(
      row(
        'memory of the host with ten thousand Tasks',
        host.memory(),
        before,
        'MB',
        'a few times that of an empty folder',
      ),
    );
    await host.stop();
  });
  await inFolder(async (folder) => {
    fillFolder(folder, partner.line, () => Date.now());
    const args = [folder, partner.line, String(taskCount)];
    const { line } = await startServer(path.join(import.meta.dirname, 'tasks-due.ts'), args);
    const { value, floor } = JSON.parse(line) as Record<'value' | 'floor', { ms: number; longestMs: number }>;
    rows.push(
      row(
        'longest turn while all come due at once',
        value.longestMs,
        floor.longestMs,
        'ms',
        'below 50 ms on a quiet machine',
      ),
      row('reading all that came due', value.ms, floor.ms, 'ms', 'at most ten times the bare reads'),
    );
  });
  await partner.stop();
  return rows;
};
