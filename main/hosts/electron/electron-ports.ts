import { shell } from 'electron';
import ElectronStore from 'electron-store';
import type { Capability } from '../../../shared/contract/capabilities.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { Ports } from '../../ports.ts';
import { defaultDataFolder, prepareDataFolder } from '../node/data-folder.ts';
import { passphrasePort, takePassphrases } from '../node/passphrase.ts';
import { assets, productVersion } from '../node/product.ts';
import { openSettings } from '../node/settings-file.ts';
import { systemClock } from '../node/system-clock.ts';
import { userName } from '../node/user-name.ts';
import { systemKeyStore } from './safe-storage.ts';

/** A window names no files and no environment variables: the console behind it reads none. */
const capabilities: readonly Capability[] = ['stay', 'open-links'];

/** One line for whoever started us from a terminal. */
const log = (line: string) => void process.stderr.write(`${line}\n`);

async function openLink(url: string): Promise<void> {
  const { protocol } = new URL(url);
  // The system opens any scheme it knows, files and programs among them.
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`${protocol} addresses are not opened.`);
  await shell.openExternal(url);
}

/** The ports of the desktop host, on the same data folder as the command line and the web host. Makes it; refuses with `folder-unusable`. Only possible once Electron is ready. */
export function makeElectronPorts(): Reply<Ports> {
  const folder = prepareDataFolder(defaultDataFolder());
  if (!folder.ok) return folder;
  const settings = openSettings(folder.value, log, ({ configName, ...options }) => {
    return new ElectronStore<Settings>({ ...options, name: configName });
  });
  return ok({
    host: 'electron',
    version: productVersion(),
    dataFolder: folder.value,
    assets,
    settings: async () => settings,
    clock: systemClock,
    capabilities,
    environment: () => undefined,
    user: userName(),
    safeStorage: systemKeyStore,
    passphrase: passphrasePort(takePassphrases()),
    openLink,
    log,
  });
}
