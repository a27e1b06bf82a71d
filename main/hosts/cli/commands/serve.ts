import type { CommandName } from '../../../../shared/contract/commands.ts';
import type { Reply } from '../../../../shared/contract/errors.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import type { Console } from '../../../app/console.ts';
import { startLoopback } from '../../loopback/start-loopback.ts';
import { openLink } from '../../node/open-link.ts';
import { rendererFolder } from '../../node/product.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { jsonLine } from '../printing.ts';
import { unwrap } from '../refusal.ts';
import { untilEnded } from '../stay.ts';

/**
 * Starts a role. Where another process plays it on the same folder, its addresses are as good; where a port is taken or the part
 * fails, the console is more use without it than not at all. Both are said on stderr.
 */
async function startRole(session: Session, console: Console, name: 'receiver' | 'sandbox', input: object) {
  const started = (await console.dispatch(`${name}.start` satisfies CommandName, input)) as Reply<Role>;
  if (started.ok) return started.value;
  session.say(`${started.error.message} ${started.error.next}`);
  if (started.error.code !== 'role-held') return undefined;
  const status = (await console.dispatch(`${name}.status` satisfies CommandName, {})) as Reply<Role>;
  return status.ok ? status.value : undefined;
}

/** Whether a browser can be opened for whoever started us: somebody looks at the terminal, and there is a display. */
function canShow(given: Given, session: Session): boolean {
  if (given.flag('no-open') || !session.surface.interactive) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** `serve`: the web host with receiver and sandbox, until the process is asked to end. */
export const serve: Command = {
  words: [],
  options: {
    port: { type: 'text' },
    'receiver-port': { type: 'text' },
    'no-open': { type: 'flag' },
    'no-sandbox': { type: 'flag' },
    words: { type: 'flag' },
  },
  async run(given, session) {
    const port = given.integer('port', 0, 65535);
    const receiverPort = given.integer('receiver-port', 0, 65535);
    // A page in a browser names no files and no environment variables: the host it talks to reads none.
    const console = await session.open({ host: 'loopback', capabilities: ['open-links', 'stay'] });
    const loopback = unwrap(await startLoopback({ console, rendererFolder, port, log: session.say }));
    try {
      const receiver = (await startRole(session, console, 'receiver', { port: receiverPort }))?.receiver ?? null;
      const sandbox = given.flag('no-sandbox')
        ? null
        : ((await startRole(session, console, 'sandbox', {}))?.sandbox ?? null);
      const line = { url: loopback.url, receiver: receiver && addresses(receiver), sandbox };
      await session.print(
        session.jsonLines && !given.flag('words') ? jsonLine(line) : `Console ready: ${loopback.url}\n`,
      );
      if (canShow(given, session))
        await openLink(loopback.url).catch((error: unknown) =>
          session.say(`No browser could be opened: ${String(error)}.`),
        );
      await untilEnded(session.surface.ended);
      return 0;
    } finally {
      await loopback.close();
    }
  },
};

const addresses = ({ submitAttachmentUrl, notificationUrl }: NonNullable<Role['receiver']>) => ({
  submitAttachmentUrl,
  notificationUrl,
});
