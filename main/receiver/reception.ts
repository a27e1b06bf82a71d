import type { IncomingMessage, ServerResponse } from 'node:http';
import { jwksOf } from '../../shared/domain/key.ts';
import type { NotificationAdmission } from '../services/notifications.ts';
import { isLight } from '../wire/light.ts';
import { createMask } from '../wire/mask.ts';
import { notUnderstood, understand, type UnderstoodBody, unexpected } from '../wire/understand.ts';
import { NotFlushed } from './commit-queue.ts';
import type { Admitted } from './guard.ts';
import { type Arrival, exchangeOf, judged, unanswered } from './incoming.ts';
import { declaration } from './metadata.ts';
import { judgeNotification } from './judge-notification.ts';
import type { Reception } from './options.ts';
import { codingOf, type Received, receiveBody } from './receive-body.ts';
import { createRecordQuota } from './record-quota.ts';
import { notStored, refusal, refuseEarly, whyUnexpected } from './refuse.ts';
import { messageOf, outcomeOf, type Response, respond, send, sendEarly } from './respond.ts';
import { intentOf, isResourceWrite, jwksPath, pathOf, senderOf } from './route.ts';

/** A request under way: what is known of it before its body came. */
interface Coming {
  arrival: Arrival;
  ours: Parameters<typeof exchangeOf>[1];
  admitted: Admitted;
  /** Whose message it is, of one that was sent to the entrance of notifications. */
  admission?: NotificationAdmission;
}

/** So many requests a minute that were not let in leave a record. */
const mostRefused = 600;

type Whole = Extract<Received, { state: 'whole' }>;

/** Lets go of the bytes of a body that is stored. */
function forgetBody({ body }: Whole): void {
  delete body.held;
  delete body.kept.bytes;
  delete body.scan;
}

/** Handles one request: receive, store, answer, in that order, and leave a record of all three. */
export function createReception(options: Reception) {
  const { store, clock, queue, maxBytes, log, notifications, guard, place, decide, delivery, inflow } = options;
  const hasRoom = createRecordQuota(clock, mostRefused, 'requests that are not let in', log);

  return async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const moment = { at: clock.now(), mark: performance.now() };
    try {
      const admitted = await guard.admit(request);
      request.url = admitted.url;
      const admission =
        intentOf(request) === 'notification' ? notifications?.admit(pathOf(request.url), request.headers) : undefined;
      const secrets = [...admitted.secrets, ...(admission?.secrets ?? [])];
      const mask = createMask(secrets, [...admitted.headerNames, ...(admission?.headerNames ?? [])]);
      request.url = mask.url(admitted.url);
      const arrival = { ...moment, request, sender: senderOf(request, mask) };
      const ours = { base: options.base, mask };
      const coming: Coming = { arrival, ours, admitted, ...(admission ? { admission } : {}) };
      // Of whoever is not let in nothing is kept but the head.
      if (admitted.refusal) return await record(coming, admitted.refusal, undefined, response, hasRoom());
      const early = refuseEarly(request, maxBytes);
      if (early && request.headers.expect) return await record(coming, early, undefined, response);
      if (!early && request.headers.expect) response.writeContinue();
      const received = await receiveBody(request, store, mask, maxBytes, inflow);
      if (early) return await record(coming, early, received, response);
      if (received.state !== 'whole')
        return await record(coming, refusal(received.state, maxBytes, codingOf(request)), received, response);
      if (request.method === 'GET' || request.method === 'HEAD')
        return await record(coming, lookUp(request, options), received, response);
      await keepPush(coming, received, response);
    } catch (error) {
      log(`A push could not be stored: ${(error as Error).message}`);
      if (response.headersSent) return void response.destroy();
      if (request.complete) return send(response, notStored(error));
      response.shouldKeepAlive = false;
      await sendEarly(response, notStored(error));
    }
  };

  /** Stored, then answered; the answer is noted with the next writes. */
  async function keepPush(coming: Coming, received: Whole, response: ServerResponse): Promise<void> {
    const { arrival, admission } = coming;
    const { exchangeId, push, decision, reading, record } = await storePush(coming, received);
    forgetBody(received); // whoever waits for an answer, for minutes perhaps, must not hold it
    const { sent, answer, problem } = await delivery.deliver(push, decision, response);
    const answeredAt = new Date(clock.now()).toISOString();
    const durationMs = performance.now() - arrival.mark;
    const taken = sent !== undefined && sent.status < 300;
    if (admission?.verdict === 'proven' && admission.subscriptionId && reading && taken)
      notifications?.take({
        subscriptionId: admission.subscriptionId,
        former: admission.former === true,
        reading,
        at: push.at,
        pushId: push.id,
        exchangeId,
      });
    queue.soon(() => {
      const became = sent ? judged(sent, undefined) : unanswered(problem);
      store.exchanges.answer(exchangeId, { ...record, ...became, durationMs }, messageOf(sent));
      // Others may have written to its record by now: a match, a repeat.
      store.pushes.settle(push.id, { answer, ...(sent ? { answered: sent.status, answeredAt } : {}) });
    });
  }

  /** Placed, decided and stored in one durable transaction, with the status that is promised. */
  async function storePush({ arrival, ours, admission, admitted }: Coming, received: Whole) {
    const { reading, ...read } = await comprehend(arrival.request, received);
    // What the body repeats of the secrets that opened the way goes into no finding, title or identifier.
    const found = ours.mask.json(read);
    const incoming = exchangeOf(arrival, ours, received, undefined);
    const sender = admitted.sender ?? arrival.sender;
    const storing = queue.durable(() => {
      const placed = place(found);
      const decision = judgeNotification({ ...found, ...placed, sender }, admission, decide);
      const { response: decided, understood, drop, ...told } = decision;
      const promised = told.waitsUntil || drop ? undefined : decided.status;
      const id = store.exchanges.add(incoming, promised);
      const push = store.pushes.add({
        ...understood,
        sender,
        ...(admitted.proof ? { proof: admitted.proof } : {}),
        bytes: received.decodedBytes,
        ...told,
        at: new Date(arrival.at).toISOString(),
        storedAt: new Date(clock.now()).toISOString(),
        answered: null,
        ...(promised === undefined ? {} : { promised }),
        exchangeId: id,
      });
      return { exchangeId: id, push, decision };
    });
    const stored = await storing.catch(async (error) => {
      const { file } = received.body.kept;
      if (file && !(error instanceof NotFlushed)) await store.bodies.remove(file); // nothing names it
      throw error;
    });
    const { request: _request, response: _response, head: _head, ranges: _ranges, ...record } = incoming;
    return { ...stored, reading, record };
  }

  /** An exchange that leaves no push: a look at /metadata, a refusal before the body counts. */
  async function record(
    coming: Coming,
    answer: Response,
    received: Received | undefined,
    response: ServerResponse,
    isKept = true,
  ): Promise<void> {
    const { arrival, ours } = coming;
    if (answer.status === 405 || answer.status === 415 || received?.state === 'not-in-coding') {
      await keepUnexpected(coming, answer, received);
    } else if (isKept) {
      const incoming = exchangeOf(arrival, ours, received, answer);
      queue.soon(() => store.exchanges.add(incoming));
    }
    if (arrival.request.complete) return send(response, answer);
    response.shouldKeepAlive = false;
    // Who sends no more may still listen.
    if (received?.state === 'aborted')
      return response.writable ? send(response, refusal('broken', maxBytes)) : undefined;
    const isOver = received?.state === 'stalled' || received?.state === 'broken';
    if (isOver || (arrival.request.headers.expect && !received)) return send(response, answer); // nothing more is coming
    await sendEarly(response, answer);
  }

  /** A request of the wrong kind is kept whole too: it is what a partner's client did. */
  async function keepUnexpected(
    { arrival, ours }: Coming,
    answer: Response,
    received: Received | undefined,
  ): Promise<void> {
    const { method, url } = arrival.request;
    const why = whyUnexpected(arrival.request, answer, received);
    await queue.durable(() => {
      const exchangeId = store.exchanges.add(exchangeOf(arrival, ours, received, answer));
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

  async function comprehend(request: IncomingMessage, { body }: Whole): Promise<UnderstoodBody> {
    const intent = intentOf(request);
    if (intent === 'other' && !isResourceWrite(request)) return unexpected(`${request.method} ${pathOf(request.url)}`);
    try {
      // A body in a file goes to the worker, although some are held as well: even half a megabyte can be made to take seconds.
      const { file } = body.kept;
      if (file) return await options.heavy.run('understand', store.bodies.path(file), intent);
      const held = body.held ?? Buffer.alloc(0);
      return isLight(held) ? understand(held, intent) : await options.heavy.run('understand', held, intent);
    } catch (error) {
      log(`A push could not be understood: ${(error as Error).message}`);
      return notUnderstood();
    }
  }
}

/** How long a partner may keep our public keys, in seconds: a rotated key is known everywhere before the old one is removed. */
const keysForSeconds = 300;

/** The answer to GET: our public keys at their place, the CapabilityStatement at any base path. */
function lookUp(request: IncomingMessage, { describe, store }: Reception): Response {
  if (pathOf(request.url) === jwksPath)
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': `public, max-age=${keysForSeconds}` },
      body: JSON.stringify(jwksOf(store.keys.list())),
    };
  if (pathOf(request.url).endsWith('/metadata')) return declaration(describe());
  return respond(404, outcomeOf('error', 'not-found', 'Nothing is offered here; see /metadata.'));
}
