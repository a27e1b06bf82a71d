import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Bridge } from '../../../shared/contract/bridge.ts';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';
import { launchStandIn } from '../../fakes/electron/launch.ts';
import { electronEntry } from './built.ts';
import type { Host } from './host.ts';
import { makeSurroundings } from './processes.ts';

declare const switchboard: Bridge;
declare const hearings: { events: ConsoleEvent[]; stop(): void }[];

/** The desktop host: the built main process on the stand-in, spoken to from its page in Chromium. */
export async function openElectron(): Promise<Host> {
  const surroundings = await makeSurroundings();
  const launch = () =>
    launchStandIn({ entry: electronEntry, dataDir: surroundings.root, env: surroundings.environment });
  let app = await launch();
  return {
    ...surroundings,
    name: 'electron',
    capabilities: ['stay', 'open-links'],
    settingsFile: path.join(surroundings.dataFolder, 'settings.json'),
    call: (name, input) => app.page.evaluate(([to, what]) => switchboard.call(to, what), [name, input] as const),
    async listen() {
      const { page } = app;
      const index = await page.evaluate(() => {
        const all = (Reflect.get(window, 'hearings') ?? []) as typeof hearings;
        Reflect.set(window, 'hearings', all);
        const events: ConsoleEvent[] = [];
        return all.push({ events, stop: switchboard.listen((event) => events.push(event)) }) - 1;
      });
      return {
        events: () => page.evaluate((at) => hearings[at]?.events ?? [], index),
        stop: () => page.evaluate((at) => hearings[at]?.stop(), index),
      };
    },
    openedLinks: () =>
      app.evaluate(({ standIn }) =>
        standIn.record.filter(({ kind }) => kind === 'openExternal').map(({ detail }) => String(detail)),
      ),
    async restart() {
      await app.close();
      app = await launch();
    },
    async close() {
      await app.close();
      await rm(surroundings.root, { recursive: true, force: true });
    },
  };
}
