import path from 'node:path';
import { Agent, fetch } from 'undici';
import { createConsole } from '../../main/app/create-console.ts';
import { makeNodePorts } from '../../main/hosts/node-ports.ts';
import { inFolder, startServer } from './child.ts';
import { type Bench, inTurn, row } from './row.ts';

const searches = 300;
/** About 50 kB, a usual page of 50 entries. */
const entries = 65;

/** A search through the whole product (dispatch, door, record with headers, body and timings) against undici's fetch and JSON alone. */
export const query: Bench = () =>
  inFolder(async (folder) => {
    const server = await startServer(path.join(import.meta.dirname, 'bundle-server.ts'), [String(entries)]);
    const ports = makeNodePorts({ host: 'cli', capabilities: [], log: console.error, dataFolder: folder });
    if (!ports.ok) throw new Error(ports.error.message);
    const opened = createConsole(ports.value);
    if (!opened.ok) throw new Error(opened.error.message);
    const dispatcher = new Agent();
    const each = async (work: () => Promise<unknown>) => {
      const began = performance.now();
      for (let i = 0; i < searches; i += 1) await work();
      return (performance.now() - began) / searches;
    };
    const [value, floor] = await inTurn(
      7,
      () =>
        each(async () => {
          const reply = await opened.value.dispatch('queries.search', {
            partner: { baseUrl: server.line },
            query: 'Observation?patient=p1&code=4548-4',
          });
          if (!reply.ok) throw new Error(reply.error.message);
        }),
      () => each(async () => (await fetch(`${server.line}/Observation?patient=p1&code=4548-4`, { dispatcher })).json()),
    );
    await opened.value.close();
    await dispatcher.close();
    await server.stop();
    return [row('query traced and stored', value, floor, 'ms a search', 'at most 1.3 times the floor')];
  });
