import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { same } from '../../credentials/seal.ts';
import { answerPage } from './redirect-page.ts';

/** What the browser brought back: the parameters of the redirect. */
export type RedirectAnswer = { code: string; iss?: string } | { error: string; description?: string; iss?: string };

/** Waits on this computer for one redirect of the browser (RFC 8252, section 7.3). */
export interface RedirectListener {
  redirectUri: string;
  /** Resolves with the answer to `state`; never when it was closed before. */
  answer: Promise<RedirectAnswer>;
  close(): Promise<void>;
}

/** Where the partner sends the browser back to. */
const path = '/callback';
/** Longest request line worth reading; codes and states are far shorter. */
const longestUrl = 8_000;

/** Listens on 127.0.0.1 for the one answer that carries `state`. Fails with `port-in-use`. `name` is the partner's. */
export async function listenForRedirect(
  port: number | undefined,
  state: string,
  name: string,
): Promise<Reply<RedirectListener>> {
  const { promise, resolve } = Promise.withResolvers<RedirectAnswer>();
  let answered = false;
  let host = '';
  const server = http.createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, (request, response) => {
    const say = (status: number, title: string, text: string) => {
      const page = answerPage(title, text);
      response.writeHead(status, { ...page.headers, connection: 'close' }).end(page.body);
    };
    const query = queryOf(request, host);
    if (!query) return say(404, 'Nothing here', 'This address waits for the end of a sign-in, and for nothing else.');
    if (!same(query.get('state') ?? '', state))
      return say(
        400,
        'Not this sign-in',
        'The answer does not belong to the sign-in under way. Start again in Switchboard.',
      );
    if (answered) return say(410, 'Already done', 'This sign-in was answered before. You can close this page.');
    const answer = readRedirect(query);
    if (!answer)
      return say(400, 'Incomplete answer', `${name} sent neither a code nor an error. Start again in Switchboard.`);
    answered = true;
    if ('code' in answer)
      say(200, 'Signed in', `${name} let you in. You can close this page and go back to Switchboard.`);
    else say(200, 'Not signed in', `${name} did not let you in. Switchboard says why; you can close this page.`);
    resolve(answer);
  });
  const listening = await listen(server, port);
  if (!listening.ok) return listening;
  host = `127.0.0.1:${listening.value}`;
  return ok({
    redirectUri: `http://${host}${path}`,
    answer: promise,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 500).unref();
      }),
  });
}

function listen(server: http.Server, port: number | undefined): Promise<Reply<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        fail(
          'port-in-use',
          `Port ${port ?? 0} on this computer cannot be listened on for the sign-in: ${error.code ?? error.message}.`,
          'End what uses it, or set another redirect port in the connection and have it registered.',
        ),
      ),
    );
    server.listen(port ?? 0, '127.0.0.1', () => resolve(ok((server.address() as AddressInfo).port)));
  });
}

/** The parameters of a request that is the redirect; a page of another site, or by another name of this computer, is not. */
function queryOf(request: http.IncomingMessage, host: string): URLSearchParams | undefined {
  const { method, url = '', headers } = request;
  if (method !== 'GET' || headers.host !== host || url.length > longestUrl) return undefined;
  const target = URL.canParse(url, `http://${host}`) ? new URL(url, `http://${host}`) : undefined;
  return target?.pathname === path ? target.searchParams : undefined;
}

function readRedirect(query: URLSearchParams): RedirectAnswer | undefined {
  const [code, error, description, iss] = ['code', 'error', 'error_description', 'iss'].map((name) => query.get(name));
  const from = iss ? { iss } : {};
  if (error) return { error, ...(description ? { description } : {}), ...from };
  return code ? { code, ...from } : undefined;
}
