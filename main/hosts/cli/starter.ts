import { Socket } from 'node:net';

/**
 * Where an older Node started us (run-pinned.ts), ends this process with that one, however it ended: a killed `serve` must leave no port
 * and no role behind. The starter holds the other end of descriptor 3, and the system closes it for a process that is killed.
 */
export function endWithStarter(): void {
  if (process.env.SWITCHBOARD_STARTED_BY !== String(process.ppid)) return;
  const tie = new Socket({ fd: 3, readable: true, writable: false });
  tie.on('error', () => {}); // close follows
  tie.on('close', () => process.kill(process.pid, 'SIGKILL'));
  tie.resume();
  tie.unref();
}
