// `npm run check`: lockfile, types, lint and format. One line each, all of them even when one fails.
import { at, install, pinnedNode, run } from './bootstrap.mjs';

install();
const node = pinnedNode();
const steps = [
  ['lockfile', [at('scripts/check-lock.mjs')]],
  ['types', [at('node_modules/typescript/bin/tsc'), '-b', 'shared', 'main', 'renderer', 'test']],
  ['lint and format', [at('node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
];
const failed = steps.filter(([name, args]) => {
  const ok = run(node, args).status === 0;
  console.log(`${ok ? 'passed' : 'FAILED'}  ${name}`);
  return !ok;
});
process.exit(failed.length ? 1 : 0);
