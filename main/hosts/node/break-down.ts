import { writeSync } from 'node:fs';
import { errorReport } from '../../../shared/contract/error-words.ts';

/**
 * What is said when the process breaks down by an error nobody caught: where in the code, and nothing of what was in hand. The runtime
 * itself would print the error with all its properties, among them requests with their credentials.
 */
export function onBreakDown(end: (report: string) => void): void {
  process.on('uncaughtException', (error: unknown) => {
    const report = `Switchboard broke down: ${errorReport(error)}\nWhat is stored is kept. Start it again; report this if it happens again.`;
    try {
      writeSync(process.stderr.fd, `${report}\n`);
    } catch {
      // Nobody reads it any more.
    }
    end(report);
  });
}
