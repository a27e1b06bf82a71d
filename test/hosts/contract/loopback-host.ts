import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Host } from './host.ts';
import { makeSurroundings, serve } from './processes.ts';
import { follow, post } from './web.ts';

/** The web host, as `switchboard serve` starts it. */
export async function openLoopback(): Promise<Host> {
  const surroundings = await makeSurroundings();
  let served = await serve(surroundings);
  const callText = (name: string, text: string) => post(served.url, name, text);
  return {
    ...surroundings,
    name: 'loopback',
    capabilities: ['open-links', 'stay'],
    settingsFile: path.join(surroundings.dataFolder, 'settings.json'),
    call: (name, input) => callText(name, JSON.stringify(input)),
    callText,
    listen: () => follow(served.url),
    async restart() {
      await served.stop();
      served = await serve(surroundings);
    },
    async close() {
      await served.stop();
      await rm(surroundings.root, { recursive: true, force: true });
    },
  };
}
