import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import Conf, { type Options, type Schema } from 'conf';
import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts';

const port = { type: 'integer', minimum: 0, maximum: 65535 } as const;

/** JSON Schema of the settings file; the same for conf here and for electron-store. */
export const settingsSchema: Schema<Settings> = {
  theme: { type: 'string', enum: ['system', 'light', 'dark'], default: defaultSettings.theme },
  connectionId: { type: 'string', default: defaultSettings.connectionId },
  wireOpen: { type: 'boolean', default: defaultSettings.wireOpen },
  receiverPort: { ...port, default: defaultSettings.receiverPort },
  sandboxProviderPort: { ...port, default: defaultSettings.sandboxProviderPort },
  sandboxPayerPort: { ...port, default: defaultSettings.sandboxPayerPort },
  welcomed: { type: 'boolean', default: defaultSettings.welcomed },
};

/** Copies the file beside itself as `settings.json.broken-<n>`, n counted up, and answers the copy's path. */
export function keepBroken(file: string): string {
  let number = 1;
  while (existsSync(`${file}.broken-${number}`)) number += 1;
  const kept = `${file}.broken-${number}`;
  copyFileSync(file, kept);
  return kept;
}

/** Where and how the settings are kept, in conf's words. */
type SettingsOptions = Options<Settings> & { configName: string };

/**
 * Opens `settings.json` in the data folder. A file that is not JSON or breaks the schema is kept aside and the defaults
 * are used, because a console that refuses to start over a preference helps nobody.
 * @param make makes the store; a host with a store of its own gives its own maker
 */
export function openSettings(
  folder: string,
  log: (line: string) => void,
  make = (options: SettingsOptions) => new Conf<Settings>(options),
): Conf<Settings> {
  const options = { cwd: folder, configName: 'settings', schema: settingsSchema, configFileMode: 0o600 };
  try {
    return make(options);
  } catch (error) {
    const file = path.join(folder, 'settings.json');
    if (!existsSync(file)) throw error;
    const kept = keepBroken(file);
    log(`The settings could not be read and are back at their defaults; the old file is kept as ${kept}.`);
    return make({ ...options, clearInvalidConfig: true });
  }
}
