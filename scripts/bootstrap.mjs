// What `npm start`, `npm run build` and `npm test` share: install when stale, find the pinned Node, build when stale.
// Node built-ins only, and nothing newer than Node 20, because this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const at = (...parts) => path.join(root, ...parts);
const startedAt = performance.now();

/** Progress for people goes to stderr: stdout belongs to the host that is started. */
export function say(message) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.error(`[switchboard +${seconds}s] ${message}`);
}

export function stop(message) {
  console.error(`[switchboard] ${message}`);
  process.exit(1);
}

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Runs a program in the repository, its output on our stderr, and returns the spawn result. */
export function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: ['inherit', 2, 2], ...options });
}

const lockHash = () =>
  createHash('sha256')
    .update(read(at('package-lock.json')))
    .update(read(at('package.json')))
    .digest('hex');

/** Installs the locked dependencies when node_modules does not match the lockfile. */
export function install() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    stop(`Node 20.19 or newer is needed to start; this is ${process.version}. Install a current Node and try again.`);
  const stamp = at('node_modules/.switchboard-installed');
  if (read(stamp) === lockHash()) return;
  say(existsSync(at('node_modules')) ? 'dependencies changed, installing' : 'installing dependencies');
  const npm = process.env.npm_execpath; // set by npm; absent when a script is started with node itself
  const quiet = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = npm?.endsWith('.js')
    ? run(process.execPath, [npm, ...quiet])
    : run('npm', quiet, { shell: process.platform === 'win32' });
  if (result.status !== 0)
    stop('npm ci failed; its words are above. Check the registry npm is set to, then try again.');
  writeFileSync(stamp, lockHash());
}

/** The Node that builds, tests and runs the product: the pinned one, or this one where it is as new. */
export function pinnedNode() {
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const packages = [`node-${os}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  const pinned = packages.map((name) => at('node_modules', name, binary)).find((file) => existsSync(file));
  if (pinned) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(`No Node 24 is packaged for ${process.platform}-${process.arch}. Install Node 24 and try again.`);
}

function filesUnder(folder) {
  const full = at(folder);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [folder];
  return readdirSync(full, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => statSync(at(name)).isFile())
    .sort();
}

const sources = ['main', 'renderer', 'shared', 'vite.config.ts', 'scripts/make-definitions.mjs'];

/** Builds out/ when a source, a dependency or the build itself changed since the last build. */
export function build() {
  const hash = createHash('sha256').update(lockHash());
  for (const file of sources.flatMap(filesUnder)) hash.update(file).update(readFileSync(at(file)));
  const now = hash.digest('hex');
  const stamp = at('out/.switchboard-built');
  if (read(stamp) === now) return;
  say('building');
  const node = pinnedNode();
  const steps = [
    [at('scripts/make-definitions.mjs')],
    [at('node_modules/vite/bin/vite.js'), 'build', '--app', '--config', 'vite.config.ts', '--logLevel', 'warn'],
  ];
  for (const step of steps) if (run(node, step).status !== 0) stop('The build failed; its words are above.');
  mkdirSync(at('out'), { recursive: true });
  writeFileSync(stamp, now);
}
