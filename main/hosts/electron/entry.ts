// The desktop host. Nothing here waits at the top level: Electron emits `ready` only after this module was evaluated, so an await
// on it would wait for ever.
import { app, dialog } from 'electron';
import { onBreakDown } from '../node/break-down.ts';
import { silenceSqliteNotice } from '../node/sqlite-notice.ts';
import { errorReport } from '../../../shared/contract/error-words.ts';
import { declareScheme } from './protocol.ts';
import { refuseToStart } from './refuse-to-start.ts';

silenceSqliteNotice();
// Whoever started us from a terminal may have closed it; a line that reaches nobody is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

onBreakDown((report) => {
  dialog.showErrorBox('Switchboard broke down', report);
  app.exit(2);
});

declareScheme();
app.enableSandbox();
if (app.requestSingleInstanceLock()) {
  // Loaded while Chromium starts, and after the notice is silenced, because loading node:sqlite is what announces it.
  const desktop = import('./desktop.ts');
  app
    .whenReady()
    .then(async () => (await desktop).openDesktop())
    .catch((error: unknown) => refuseToStart(errorReport(error)));
} else app.quit();
