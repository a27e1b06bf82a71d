import { app, dialog } from 'electron';

/** Says why the console cannot start, in a dialog and to the terminal, and ends with the exit code of a failure on our side. */
export function refuseToStart(why: string): void {
  process.stderr.write(`${why}\n`);
  dialog.showErrorBox('Switchboard cannot start', why);
  app.exit(2);
}
