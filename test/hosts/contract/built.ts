import { existsSync } from 'node:fs';
import path from 'node:path';

/** The built product. */
export const out = path.resolve(import.meta.dirname, '../../../out');
export const bin = path.join(out, 'bin/switchboard.js');
export const electronEntry = path.join(out, 'main/electron.js');

const needed = [bin, electronEntry, 'main/sandbox.js', 'preload/preload.cjs', 'renderer/index.html'];
const missing = needed.map((file) => path.resolve(out, file)).filter((file) => !existsSync(file));

/** Why tests of the built product cannot run; undefined when they can. */
export const unbuilt = missing.length > 0 ? `run npm run build first: ${missing.join(', ')} missing` : undefined;
