// A console with ten thousand Tasks that are due at once, alone in its process. When all are polled it prints {"value","floor"}, each
// {"ms","longestMs"}: the floor is the same reads and nothing else.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { createConsole } from '../../main/app/create-console.ts';
import { makeNodePorts } from '../../main/hosts/node-ports.ts';
import { connectionName } from './many-tasks.ts';

const [dataFolder = '', baseUrl = ''] = process.argv.slice(2);
const count = Number(process.argv[4]);
const ports = makeNodePorts({ host: 'loopback', capabilities: [], log: console.error, dataFolder });
if (!ports.ok) throw new Error(ports.error.message);

/** Reads what the partner declares, so that its Tasks can be asked for together; loads what the first poll would. */
const before = createConsole(ports.value);
if (!before.ok) throw new Error(before.error.message);
const { dispatch, close } = before.value;
await dispatch('connections.discover', { connection: connectionName });
await dispatch('tasks.list', { limit: 1 });
await close();

/** How long some work took, and the longest time the event loop was not free meanwhile; milliseconds. */
async function measured(work: () => Promise<void>) {
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  await wait(20);
  delay.reset(); // what came before is not what is measured
  const began = performance.now();
  await work();
  delay.disable();
  return { ms: performance.now() - began, longestMs: delay.max / 1e6 - resolution };
}

/** The same batches, four at a time, as fetch and JSON alone read them. */
async function readBare(): Promise<void> {
  const starts = Array.from({ length: count / 50 }, (_, n) => n * 50);
  const one = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const ids = Array.from({ length: 50 }, (_, n) => `t${(start as number) + n}`);
      await (await fetch(`${baseUrl}/Task?_id=${ids.join(',')}`)).json();
    }
  };
  await Promise.all([one(), one(), one(), one()]);
}

const floor = await measured(readBare);
const opened = createConsole({ ...ports.value, capabilities: ['stay'] });
if (!opened.ok) throw new Error(opened.error.message);
const { listen, close: end } = opened.value;
const polled = new Set<string>();
listen((event) => {
  if (event.type === 'change' && event.change.kind === 'task') polled.add(event.change.id);
});
const value = await measured(async () => {
  while (polled.size < count) await wait(20);
});
await end();
console.log(JSON.stringify({ value, floor }));
