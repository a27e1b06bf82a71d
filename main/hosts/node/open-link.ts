import { spawn } from 'node:child_process';

/** The program that opens an address in the person's browser, and its arguments. */
export function openerFor(platform: NodeJS.Platform, url: string): [program: string, args: string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // `start` belongs to cmd, which would read & and ^ of an address as its own; rundll32 takes the address as it is.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Opens a web address outside. Rejects when the program is missing, and for anything but http and https. */
export function openLink(url: string): Promise<void> {
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    return Promise.reject(new Error(`${protocol} addresses are not opened.`));
  const [program, args] = openerFor(process.platform, url);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
