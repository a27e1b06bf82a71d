import { errorCodeOf, letsIn } from '../../../../shared/contract/diagnosis-codes.ts';
import { exitCode } from '../../../../shared/contract/errors.ts';
import type { TokenReceipt } from '../../../../shared/contract/tokens.ts';
import type { TokenExplanation } from '../../../../shared/domain/token-explanation.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument } from '../printing.ts';
import { misused } from '../refusal.ts';
import { explanationText } from '../token-text.ts';

const connectionOf = (given: Given): string =>
  given.text('connection') ?? misused('No connection is named.', 'Give --connection NAME.');

function receiptText({ tokenType, expiresAt, scope, missing }: TokenReceipt): string {
  const until = expiresAt === null ? 'until it is refused' : `until ${expiresAt}`;
  const lacking = missing.length > 0 ? `Asked and not granted: ${missing.join(' ')}\n` : '';
  return `${tokenType} token, good ${until}.\nScopes: ${scope || 'none named'}\n${lacking}`;
}

/** Asks for a new token and prints the attempt; a refusal is printed whole, and told by the exit code of its class. */
async function explain(session: Session, connection: string): Promise<number> {
  const explanation = await session.run('tokens.explain', { connection });
  const { diagnosis, scopes, exchangeId, response } = explanation;
  const granted = letsIn(diagnosis.code);
  const receipt = granted ? await session.run('tokens.get', { connection }) : undefined;
  const code = errorCodeOf(diagnosis.code, response?.status);
  if (session.json) {
    const { message, next, requirement } = diagnosis;
    const httpStatus = response?.status;
    const error = granted ? {} : { error: { code, message, next, requirement, httpStatus, exchangeId } };
    await session.print(jsonDocument({ ...withoutGranted(explanation), ...(receipt ?? noToken(scopes)), ...error }));
  } else await session.print(`${receipt ? receiptText(receipt) : ''}${explanationText(explanation)}`);
  return granted ? 0 : exitCode(code);
}

/** `granted` of the receipt names scopes; that a token came shows in the diagnosis. */
function withoutGranted({ granted: _granted, ...rest }: TokenExplanation) {
  return rest;
}

const noToken = ({ missing }: TokenExplanation['scopes']) => ({
  tokenType: null,
  expiresAt: null,
  scope: null,
  granted: [],
  missing,
});

/** `token --connection NAME [--explain] [--fresh]`: the token as far as it may be told, never the token itself. */
export const token: Command = {
  words: [],
  options: { connection: { type: 'text' }, explain: { type: 'flag' }, fresh: { type: 'flag' } },
  async run(given, session) {
    const connection = connectionOf(given);
    if (given.flag('explain')) return explain(session, connection);
    const receipt = await session.run('tokens.get', { connection, fresh: given.flag('fresh') });
    await session.print(session.json ? jsonDocument(receipt) : receiptText(receipt));
    return 0;
  },
};

/** `token sign-in --connection NAME [--no-open]`: opens the browser, says the address, and waits for the person. */
export const tokenSignIn: Command = {
  words: [],
  options: { connection: { type: 'text' }, 'no-open': { type: 'flag' } },
  async run(given, session) {
    const connection = connectionOf(given);
    const open = !given.flag('no-open');
    const operationId = 'sign-in';
    const console = await session.open({ capabilities: ['environment', 'write-files', 'open-links'] });
    const stop = console.listen((event) => {
      if (event.type !== 'progress' || event.progress.operationId !== operationId || event.progress.done) return;
      if (event.progress.url)
        session.say(`${open ? 'Sign in with your browser, or' : 'Sign in'} at:\n${event.progress.url}`);
    }, []);
    try {
      const access = await session.run('tokens.sign-in', { connection, open, operationId });
      const { expiresAt, refreshable, granted = [], missing = [] } = access.token ?? {};
      const words = `Signed in${expiresAt ? `; the token is good until ${expiresAt}` : ''}${refreshable ? ', and is renewed by itself' : ''}.\n`;
      const scopes = `Scopes: ${granted.join(' ') || 'none named'}\n${missing.length > 0 ? `Asked and not granted: ${missing.join(' ')}\n` : ''}`;
      await session.print(session.json ? jsonDocument(access) : `${words}${scopes}`);
      return 0;
    } finally {
      stop();
    }
  },
};

/** `token sign-out --connection NAME`. */
export const tokenSignOut: Command = {
  words: [],
  options: { connection: { type: 'text' } },
  async run(given, session) {
    const gone = await session.run('tokens.sign-out', { connection: connectionOf(given) });
    const words = gone.forgotten
      ? `The tokens are forgotten${gone.revoked ? ' and revoked at the partner' : ''}.\n`
      : 'There was no token.\n';
    await session.print(session.json ? jsonDocument(gone) : words);
    return 0;
  },
};
