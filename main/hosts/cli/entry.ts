// The command line under the Node it was made for. The bin has answered --version and --help already.
import { onBreakDown } from '../node/break-down.ts';
import { silenceSqliteNotice } from '../node/sqlite-notice.ts';
import { endWithStarter } from './starter.ts';

silenceSqliteNotice();
onBreakDown(() => process.exit(2));
endWithStarter();

// Imported after the notice is silenced, because loading node:sqlite is what announces it.
const { runCommandLine } = await import('./run.ts');
const { processSurface } = await import('./process-surface.ts');

const code = await runCommandLine(process.argv.slice(2), processSurface());
// What is written last must be out before the end; a handle somebody forgot must not keep a finished command alive.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
