// The desktop host. Nothing here waits at the top level: Electron emits `ready` only after this module was evaluated, so an await
// on it would wait for ever.
import { app } from 'electron';
import { silenceSqliteNotice } from '../node/sqlite-notice.ts';
import { declareScheme } from './protocol.ts';
import { refuseToStart } from './refuse-to-start.ts';

silenceSqliteNotice();
// Whoever started us from a terminal may have closed it; a line that reaches nobody is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

declareScheme();
app.enableSandbox();
if (app.requestSingleInstanceLock()) {
  // Loaded while Chromium starts, and after the notice is silenced, because loading node:sqlite is what announces it.
  const desktop = import('./desktop.ts');
  app
    .whenReady()
    .then(async () => (await desktop).openDesktop())
    .catch((error: unknown) => refuseToStart(error instanceof Error ? String(error.stack) : String(error)));
} else app.quit();
