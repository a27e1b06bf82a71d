import os from 'node:os';
import path from 'node:path';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { privateFolder } from '../../store/private-folder.ts';

/** What decides where a person's data lie. */
export interface Surroundings {
  platform: NodeJS.Platform;
  home: string;
  environment: Record<string, string | undefined>;
}

const here = (): Surroundings => ({ platform: process.platform, home: os.homedir(), environment: process.env });

/**
 * Where the console keeps everything unless told otherwise: SWITCHBOARD_DATA_DIR, else the place the platform names
 * (XDG Base Directory, Application Support, roaming AppData). The same for all hosts, so that one sees what another did; where
 * that place is also Electron's, a folder of our own inside it.
 */
export function defaultDataFolder({ platform, home, environment }: Surroundings = here()): string {
  if (environment.SWITCHBOARD_DATA_DIR) return path.resolve(environment.SWITCHBOARD_DATA_DIR);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Switchboard', 'data');
  if (platform === 'win32')
    return path.join(environment.APPDATA || path.join(home, 'AppData', 'Roaming'), 'Switchboard', 'data');
  // The XDG specification tells programs to ignore a relative path here.
  const data = environment.XDG_DATA_HOME;
  return path.join(data && path.isAbsolute(data) ? data : path.join(home, '.local', 'share'), 'switchboard');
}

/** Makes the folder, for its owner alone (0700). Refuses with `folder-unusable`. */
export function prepareDataFolder(folder: string): Reply<string> {
  try {
    // Health data lie in it: a folder that was there before with wider rights is narrowed.
    privateFolder(folder);
    return ok(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      'folder-unusable',
      `The data folder ${folder} cannot be used: ${reason}.`,
      'Choose another folder with --data-dir or SWITCHBOARD_DATA_DIR, or make this one writable.',
    );
  }
}
