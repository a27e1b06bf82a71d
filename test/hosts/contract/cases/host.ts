import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { HostInfo, Snapshot } from '../../../../shared/contract/host.ts';
import { recordKinds } from '../../../../shared/domain/change.ts';
import { defaultSettings, type Settings } from '../../../../shared/domain/settings.ts';
import { get, heard, ifCan, refused, until } from '../host.ts';
import { runBin } from '../processes.ts';
import type { Case } from '../suite.ts';

const permissions = async (file: string) => (await stat(file)).mode & 0o777;

export const hostCases: readonly Case[] = [
  {
    name: 'host.info says what the host is, where it keeps things and what it can do',
    async run(host) {
      const info = await get<HostInfo>(host, 'host.info');
      expect(info).toEqual({
        host: host.name,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        node: expect.stringMatching(/^v24\./),
        platform: process.platform,
        dataFolder: host.dataFolder,
        capabilities: expect.anything(),
      });
      expect(info.capabilities.toSorted()).toEqual(host.capabilities.toSorted());
    },
  },
  {
    name: 'host.snapshot holds the settings and a list of every kind of record',
    async run(host) {
      const snapshot = await get<Snapshot>(host, 'host.snapshot');
      expect(Object.keys(snapshot).sort()).toEqual([...recordKinds, 'seq', 'settings'].sort());
      for (const kind of recordKinds) expect(Array.isArray(snapshot[kind]), kind).toBe(true);
      expect(Number.isInteger(snapshot.seq)).toBe(true);
      expect(snapshot.settings).toEqual(await get<Settings>(host, 'settings.get'));
      expect(snapshot.role.map(({ id }) => id).sort()).toEqual(['receiver', 'sandbox', 'scheduler']);
    },
  },
  {
    name: 'what is kept is readable by its owner alone',
    async run(host) {
      await get(host, 'settings.set', { wireOpen: true });
      const files = [host.dataFolder, path.join(host.dataFolder, 'switchboard.db'), host.settingsFile];
      expect(await Promise.all(files.map(permissions))).toEqual([0o700, 0o600, 0o600]);
    },
  },
  {
    name: 'settings are kept across a restart',
    async run(host) {
      const changed = await get<Settings>(host, 'settings.set', { theme: 'dark', receiverPort: 0, welcomed: true });
      expect(changed).toMatchObject({ theme: 'dark', receiverPort: 0, welcomed: true });
      await host.restart();
      expect(await get(host, 'settings.get')).toEqual(changed);
      expect(await get(host, 'settings.set', { theme: defaultSettings.theme })).toMatchObject({ theme: 'system' });
    },
  },
  {
    name: 'settings.set refuses what is no setting and changes nothing',
    async run(host) {
      const before = await get(host, 'settings.get');
      for (const patch of [{ theme: 'purple' }, { receiverPort: 65536 }, { colour: 'blue', theme: 'dark' }])
        expect((await refused(host, 'settings.set', patch)).code).toBe('invalid-input');
      expect(await get(host, 'settings.get')).toEqual(before);
    },
  },
  {
    name: 'links.open opens web addresses where the host can, and nothing else anywhere',
    async run(host) {
      const url = 'https://partner.example/docs?page=1&part=2';
      const opened = await ifCan(host, 'open-links', 'links.open', { url });
      expect(opened).toEqual(host.capabilities.includes('open-links') ? { opened: true } : undefined);
      for (const bad of ['file:///etc/hosts', 'javascript:alert(1)', 'partner.example', ''])
        expect((await refused(host, 'links.open', { url: bad })).code, bad).toBe('invalid-input');
      const wanted = opened ? [url] : [];
      await until('the link', async () => ((await host.openedLinks()).length >= wanted.length ? true : undefined));
      expect(await host.openedLinks()).toEqual(wanted);
    },
  },
  {
    name: 'a running host hears what the command line writes on the same folder',
    async run(host) {
      const hearing = await host.listen();
      const words = ['connections', 'add', 'Elm', '--base', 'https://elm.example/fhir', '--role', 'payer'];
      const { code, err } = await runBin([...words, '--json', '--data-dir', host.dataFolder], process.env, '');
      expect([code, err]).toEqual([0, '']);
      await heard(hearing, 'what the other process wrote', (event) => JSON.stringify(event).includes('"Elm"'));
      await hearing.stop();
      expect(await get(host, 'connections.get', { connection: 'Elm' })).toMatchObject({ name: 'Elm' });
    },
  },
];
