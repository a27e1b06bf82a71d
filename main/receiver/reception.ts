import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import { failureClass } from '../../shared/contract/errors.ts';
import type { Exchange, HeaderList } from '../../shared/domain/exchange.ts';
import type { KeptBody } from '../store/exchanges.ts';
import { createMask } from '../wire/mask.ts';
import type { CommitQueue } from './commit-queue.ts';
import { whenTooLarge } from './metadata.ts';
import { drain, type Received, receiveBody } from './receive-body.ts';
import { answerTo, outcomeOf, type Response, respond } from './respond.ts';
import type { ReceiverOptions } from './start-receiver.ts';
import { finding, type Intent, type Understood, understand, unexpected } from '../wire/understand.ts';

interface Reception extends ReceiverOptions {
  queue: CommitQueue;
  /** Origin of this receiver. */
  base: string;
  describe(): CapabilityStatement;
}

/** Handles one request: receive, store, answer, in that order, and leave a record of all three. */
export function createReception(options: Reception) {
  const { store, clock, queue, maxBytes, log } = options;
  const mask = createMask([]);

  return async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = { at: clock.now(), mark: performance.now(), request, sender: senderOf(request) };
    try {
      const early = refuseEarly(request, options);
      if (early && request.headers.expect) return await record(arrival, early, undefined, response);
      if (!early && request.headers.expect) response.writeContinue();
      const received = await receiveBody(request, store, mask, maxBytes);
      if (early) return await record(arrival, early, received, response);
      if (received.state !== 'whole')
        return await record(arrival, refusal(received.state, maxBytes), received, response);
      if (request.method === 'GET' || request.method === 'HEAD')
        return await record(arrival, lookUp(request, options), received, response);
      await keepPush(arrival, received, response);
    } catch (error) {
      // Not stored, so not accepted: the sender may try again.
      log(`A push could not be stored: ${(error as Error).message}`);
      if (!response.headersSent)
        send(
          response,
          respond(500, outcomeOf('fatal', 'exception', 'The push could not be stored.', 'Send it again.')),
        );
      else response.destroy();
    }
  };

  interface Arrival {
    at: number;
    mark: number;
    request: IncomingMessage;
    sender: string;
  }
  type Whole = Extract<Received, { state: 'whole' }>;

  /** Stored durably, then answered; the answer is noted with the next writes. */
  async function keepPush(arrival: Arrival, received: Whole, response: ServerResponse): Promise<void> {
    const understood = await comprehend(arrival.request, received);
    const answer = answerTo(understood);
    const incoming = exchangeOf(arrival, received, undefined);
    const storing = queue.durable(() => {
      const storedAt = new Date(clock.now()).toISOString();
      const id = store.exchanges.add(incoming);
      const at = new Date(arrival.at).toISOString();
      return {
        exchangeId: id,
        push: store.pushes.add({ ...understood, at, storedAt, answered: null, exchangeId: id }),
      };
    });
    const { exchangeId, push } = await storing.catch(async (error) => {
      const { file } = received.body.kept;
      if (file) await store.bodies.remove(file); // nothing names it
      throw error;
    });
    send(response, answer);
    const answeredAt = new Date(clock.now()).toISOString();
    const durationMs = performance.now() - arrival.mark;
    queue.soon(() => {
      const { request: _request, response: _response, head: _head, ranges: _ranges, ...record } = incoming;
      store.exchanges.answer(exchangeId, { ...record, ...judged(answer, undefined), durationMs }, messageOf(answer));
      store.pushes.put({ ...push, answered: answer.status, answeredAt });
    });
  }

  /** An exchange that leaves no push: a look at /metadata, a refusal before the body counts. */
  async function record(
    arrival: Arrival,
    answer: Response,
    received: Received | undefined,
    response: ServerResponse,
  ): Promise<void> {
    if (answer.status === 405 || answer.status === 415) {
      await keepUnexpected(arrival, answer, received);
    } else {
      const incoming = exchangeOf(arrival, received, answer);
      queue.soon(() => store.exchanges.add(incoming));
    }
    if (received?.state === 'aborted') return;
    if (arrival.request.complete) return send(response, answer);
    response.shouldKeepAlive = false;
    if (arrival.request.headers.expect && !received) return send(response, answer); // nothing more is coming
    await sendEarly(response, answer);
  }

  /** A request of the wrong kind is kept whole too: it is what a partner's client did. */
  async function keepUnexpected(arrival: Arrival, answer: Response, received: Received | undefined): Promise<void> {
    const { method, url } = arrival.request;
    const why = whyUnexpected(arrival.request, answer, received);
    await queue.durable(() => {
      const exchangeId = store.exchanges.add(exchangeOf(arrival, received, answer));
      const now = new Date(clock.now()).toISOString();
      store.pushes.add({
        ...unexpected(`${method} ${pathOf(url)}`, why),
        at: new Date(arrival.at).toISOString(),
        storedAt: now,
        answered: answer.status,
        answeredAt: now,
        exchangeId,
      });
    });
  }

  async function comprehend(request: IncomingMessage, { body }: Whole): Promise<Understood> {
    const intent = intentOf(request);
    if (intent === 'other' && !isResourceWrite(request)) return unexpected(`${request.method} ${pathOf(request.url)}`);
    try {
      if (body.held) return understand(body.held.toString('utf8'), intent);
      return await options.heavy.understand(store.bodies.path(body.kept.file as string), intent);
    } catch (error) {
      // What cannot be understood is kept all the same: it is evidence, and the answer must say more than "failed".
      log(`A push could not be understood: ${(error as Error).message}`);
      return unexpected(
        'Not understood',
        finding('json', 'The body could not be read as FHIR.', 'Send a resource of ordinary depth and size.'),
      );
    }
  }

  function exchangeOf(
    { at, mark, request, sender }: Arrival,
    received: Received | undefined,
    answer: Response | undefined,
  ) {
    const kept: KeptBody = received?.state === 'whole' ? received.body.kept : { size: received?.decodedBytes ?? 0 };
    const scan = received?.state === 'whole' ? received.body.scan : undefined;
    return {
      at: new Date(at).toISOString(),
      direction: 'in' as const,
      method: request.method ?? '',
      url: mask.url(`${options.base}${request.url}`),
      ...judged(answer, received),
      approach: 'push' as const,
      partner: sender,
      wireBytes: received?.wireBytes ?? 0,
      decodedBytes: received?.decodedBytes ?? 0,
      durationMs: performance.now() - mark,
      phases: {},
      request: { headers: mask.headers(pairs(request.rawHeaders)), body: kept },
      response: messageOf(answer),
      ...(scan ? { head: scan.head, ranges: scan.ranges } : {}),
    };
  }
}

function whyUnexpected({ method, headers }: IncomingMessage, answer: Response, received: Received | undefined) {
  if (answer.status === 405)
    return finding('submit-attachment', `$submit-attachment takes POST alone, not ${method}.`, 'Send it with POST.');
  if (received?.state === 'bad-encoding')
    return finding(
      'content-encoding',
      `The content encoding ${headers['content-encoding']} cannot be undone.`,
      'Send the body plain, gzip or deflate.',
    );
  return finding(
    'content-type',
    `The body is ${headers['content-type']}, not FHIR JSON.`,
    'Send application/fhir+json.',
  );
}

/** What can be said from the head alone. */
function refuseEarly(request: IncomingMessage, { maxBytes }: Reception): Response | undefined {
  if (isSubmit(request) && request.method !== 'POST')
    return respond(405, outcomeOf('error', 'not-supported', '$submit-attachment takes POST alone.'), { allow: 'POST' });
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (/xml/i.test(request.headers['content-type'] ?? ''))
    return respond(
      415,
      outcomeOf('error', 'not-supported', 'This receiver reads FHIR JSON, not XML.', 'Send application/fhir+json.'),
      {
        accept: 'application/fhir+json',
      },
    );
  const encoded = request.headers['content-encoding'] !== undefined;
  return !encoded && Number(request.headers['content-length']) > maxBytes ? refusal('too-large', maxBytes) : undefined;
}

function refusal(state: 'too-large' | 'aborted' | 'bad-encoding', maxBytes: number): Response {
  switch (state) {
    case 'too-large':
      return respond(413, outcomeOf('error', 'too-long', 'The submission is too large.', whenTooLarge(maxBytes)));
    case 'bad-encoding':
      return respond(
        415,
        outcomeOf(
          'error',
          'not-supported',
          'The content encoding cannot be undone.',
          'Send the body plain, gzip or deflate.',
        ),
        {
          'accept-encoding': 'gzip, deflate',
        },
      );
    case 'aborted':
      return respond(499);
  }
}

function lookUp(request: IncomingMessage, { describe }: Reception): Response {
  if (pathOf(request.url).endsWith('/metadata'))
    return {
      status: 200,
      headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
      body: JSON.stringify(describe()),
    };
  return respond(404, outcomeOf('error', 'not-found', 'Nothing is offered here; see /metadata.'));
}

const pathOf = (url: string | undefined) => (url ?? '/').split('?', 1)[0] as string;
/** The dollar sign may arrive escaped; other escapes matter to nobody here, and may be broken. */
const isSubmit = ({ url }: IncomingMessage) => /\/(?:\$|%24)submit-attachment$/.test(pathOf(url));

function intentOf(request: IncomingMessage): Intent {
  if (isSubmit(request)) return 'submit-attachment';
  return pathOf(request.url).includes('/notifications') ? 'notification' : 'other';
}

const isResourceWrite = (request: IncomingMessage) => request.method === 'POST' || request.method === 'PUT';

function judged(
  answer: Response | undefined,
  received: Received | undefined,
): Pick<Exchange, 'status' | 'outcome' | 'problem'> {
  if (received?.state === 'aborted')
    return {
      status: null,
      outcome: failureClass('connection-lost') === 'transport' ? 'transport' : 'ok',
      problem: 'The sender broke off.',
    };
  if (!answer) return { status: null, outcome: 'ok' };
  return answer.status < 400
    ? { status: answer.status, outcome: 'ok' }
    : { status: answer.status, outcome: 'refused', problem: `Answered ${answer.status}.` };
}

const messageOf = (answer: Response | undefined): { headers: HeaderList; body: KeptBody } => {
  const bytes = Buffer.from(answer?.body ?? '');
  return {
    headers: Object.entries(answer?.headers ?? {}),
    body: bytes.length ? { size: bytes.length, bytes } : { size: 0 },
  };
};

function senderOf(request: IncomingMessage): string {
  const agent = request.headers['user-agent'];
  return agent ? (agent.split(/[/ ]/, 1)[0] as string) : (request.socket.remoteAddress ?? 'unknown');
}

function pairs(raw: string[]): HeaderList {
  const list: HeaderList = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([raw[i] as string, raw[i + 1] as string]);
  return list;
}

function send(response: ServerResponse, { status, headers, body }: Response): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? '' : body);
}

/** Answers before the body has arrived whole: the answer goes at once, its end waits for the rest of the body. */
async function sendEarly(response: ServerResponse, { status, headers, body }: Response): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.write(body);
  await drain(response.req);
  response.end();
}
