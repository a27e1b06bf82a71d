// Fails when the lockfile lacks a platform package or names a registry host: either breaks `npm ci` on another machine.
import { readFileSync } from 'node:fs';
import { at } from './bootstrap.mjs';

/** The faults of a parsed lockfile, one sentence each. */
export function lockFaults(lock) {
  const faults = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (entry.resolved && /^https?:/.test(entry.resolved)) faults.push(`${place}: names a registry host`);
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      if (!isLocked(lock, place, name)) faults.push(`${place || 'the project'}: optional ${name} is not locked`);
  }
  return faults;
}

/** npm looks for a package beside its dependant first, then in every folder above. */
function isLocked(lock, place, name) {
  for (let folder = place; ; ) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
    const up = folder.lastIndexOf('/node_modules/');
    folder = up < 0 ? '' : folder.slice(0, up);
  }
}

if (process.argv[1] === at('scripts/check-lock.mjs')) {
  const faults = lockFaults(JSON.parse(readFileSync(at('package-lock.json'), 'utf8')));
  console.log(faults.length ? faults.join('\n') : 'package-lock.json is complete and names no host');
  process.exit(faults.length ? 1 : 0);
}
