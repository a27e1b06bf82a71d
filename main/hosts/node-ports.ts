import path from 'node:path';
import type Conf from 'conf';
import type { Capability } from '../../shared/contract/capabilities.ts';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import type { Clock, Ports } from '../ports.ts';
import { defaultDataFolder, prepareDataFolder } from './node/data-folder.ts';
import { openLink } from './node/open-link.ts';
import { passphrasePort, takePassphrases } from './node/passphrase.ts';
import { assets, productVersion } from './node/product.ts';
import { systemClock } from './node/system-clock.ts';
import { userName } from './node/user-name.ts';

/** What the two Node hosts differ in, and what tests replace. */
export interface NodeHost {
  host: 'loopback' | 'cli';
  capabilities: readonly Capability[];
  log(line: string): void;
  /** Default: the person's data folder. */
  dataFolder?: string;
  assets?: Ports['assets'];
  clock?: Clock;
  /** Asks whoever sits at the terminal for the vault's passphrase, where the environment has none. */
  askPassphrase?: Ports['passphrase'];
}

/** The ports of a host that runs on plain Node. Makes the data folder; refuses with `folder-unusable`. */
export function makeNodePorts(host: NodeHost): Reply<Ports> {
  const folder = prepareDataFolder(host.dataFolder ? path.resolve(host.dataFolder) : defaultDataFolder());
  if (!folder.ok) return folder;
  const passphrases = takePassphrases();
  let settings: Promise<Conf<Settings>> | undefined;
  return ok({
    host: host.host,
    version: productVersion(),
    dataFolder: folder.value,
    assets: host.assets ?? assets,
    settings() {
      // Loading and compiling the schema's validator costs more than most one-shot commands take.
      settings ??= import('./node/settings-file.ts').then(({ openSettings }) => openSettings(folder.value, host.log));
      return settings;
    },
    clock: host.clock ?? systemClock,
    capabilities: host.capabilities,
    environment: (name) => (passphrases as Record<string, string | undefined>)[name] ?? process.env[name],
    passphrase: passphrasePort(passphrases, host.askPassphrase),
    user: userName(),
    openLink,
    log: host.log,
  });
}
