// `npm test`: install, build, find or bring a browser, then checks, unit and host tests, end-to-end tests.
// Flags: --only check|unit|e2e. The last line counts everything: `N passed, N failed, N skipped`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at, build, install, pinnedNode, run } from './bootstrap.mjs';
import { ensureBrowser } from './browser.mjs';

const only = process.argv[process.argv.indexOf('--only') + 1];
const wants = (stage) => !process.argv.includes('--only') || only === stage;
install();
build();
const node = pinnedNode();
const env = { ...process.env, CHROMIUM: ensureBrowser() };
const reports = mkdtempSync(path.join(os.tmpdir(), 'switchboard-tests-'));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Adds one stage; a stage that ended badly without naming a failed test counts as one failure. */
function add(status, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (status !== 0 && counts.failed === 0) total.failed += 1;
}

function report(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

if (wants('check')) {
  const ok = run(node, [at('scripts/check.mjs')]).status === 0;
  add(0, { passed: Number(ok), failed: Number(!ok), skipped: 0 });
}
if (wants('unit')) {
  const file = path.join(reports, 'vitest.json');
  const vitest = [at('node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json'];
  const { status } = run(node, [...vitest, `--outputFile.json=${file}`], { env });
  add(
    status,
    report(file, (r) => ({
      passed: r.numPassedTests,
      failed: r.numFailedTests,
      skipped: r.numPendingTests + (r.numTodoTests ?? 0),
    })),
  );
}
if (wants('e2e')) {
  const file = path.join(reports, 'playwright.json');
  const playwright = [at('node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'];
  const { status } = run(node, playwright, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file } });
  add(
    status,
    report(file, ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    })),
  );
}
rmSync(reports, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
