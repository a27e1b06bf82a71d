import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { OperationOutcomeError } from '@medplum/core';
import type { FhirRouter } from '@medplum/fhir-router';
import { LoopbackPort } from '../tls/loopback-port.ts';
import { answer, checkPath, type FhirAnswer, type FhirCall } from './answer.ts';
import { parseBody } from './parse-body.ts';
import { problem, statusOf } from './problems.ts';
import { endRefused, readBody } from './read-body.ts';
import type { SandboxRepository } from './repository.ts';
import type { Rights } from './rights.ts';
import { type ExtraRoute, makeRouter } from './routes.ts';
import { send } from './send.ts';

/** The path all FHIR lives under. */
export const FHIR_PATH = '/fhir';

/** How one server differs from another. */
export interface FhirServerOptions {
  repository: SandboxRepository;
  routes: ExtraRoute[];
  /** Largest request body in bytes, decoded, read at each request; and what to do when it is too small. */
  readonly bodyLimit: number;
  bodyAdvice: string;
  /** What is no part of the partner; answered in plain HTTP too, whatever the port speaks. True when it took care of the request. */
  control?(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Sees every other request first; answers true when it took care of it. */
  intercept?(request: IncomingMessage, response: ServerResponse): Promise<boolean> | boolean;
  /** What a FHIR request may do, decided before its body is read; undefined for everything. Rejects with the refusal. */
  guard?(request: IncomingMessage, path: string): Promise<Rights | undefined>;
  /** What becomes of an answer on its way out. */
  spoil?(call: FhirCall, done: FhirAnswer): FhirAnswer;
}

function answerTo(error: unknown): FhirAnswer {
  if (!(error instanceof OperationOutcomeError)) {
    const reason = error instanceof Error ? error.message : String(error);
    return answerTo(problem(500, `The sandbox failed: ${reason}`));
  }
  const { id: _, ...outcome } = error.outcome;
  const headers = 'headers' in error ? (error.headers as Record<string, string>) : {};
  return { status: statusOf(error.outcome), headers: { ...headers }, resource: outcome };
}

/** Without empty segments, and with the dollar sign of operations that some clients encode. */
const tidyPath = (path: string): string => path.replace(/%24/g, '$').split('/').filter(Boolean).join('/');

/** A FHIR R4 server on the loopback interface. */
export class FhirServer {
  readonly repository: SandboxRepository;
  readonly #options: FhirServerOptions;
  readonly #router: FhirRouter;
  readonly #port: LoopbackPort;
  #number = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: FhirServerOptions) {
    this.#options = options;
    this.repository = options.repository;
    this.#router = makeRouter(options.repository, options.routes);
    this.#port = new LoopbackPort({
      request: (request, response) => void this.#serve(request, response),
      // Without a listener Node waves every body through; a declared length over the limit is refused before it is sent.
      checkContinue: (request, response) => {
        const tooLarge = Number(request.headers['content-length'] ?? 0) > options.bodyLimit;
        if (!tooLarge) response.writeContinue();
        void this.#serve(request, response);
      },
      plain: (request, response) => void this.#serve(request, response, 'plain'),
    });
  }

  /** Where it listens, such as http://127.0.0.1:8701/fhir. */
  get fhirBaseUrl(): string {
    return this.repository.base;
  }

  /** Starts to listen on 127.0.0.1; port 0 takes any free one. Rejects with code port-in-use. */
  async listen(port: number): Promise<void> {
    this.#number = await this.#port.listen(port);
    this.#name();
  }

  /** From now on speaks HTTPS with these options, or HTTP without them, on the port it has. */
  async speak(options: ServerOptions | undefined): Promise<void> {
    await this.#port.speak(options);
    this.#name();
  }

  #name(): void {
    this.repository.base = `http${this.#port.isSecure ? 's' : ''}://127.0.0.1:${this.#number}${FHIR_PATH}`;
  }

  /** Runs work on the repository alone: one connection and real transactions allow one request at a time. */
  async exclusive<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #serve(request: IncomingMessage, response: ServerResponse, way?: 'plain'): Promise<void> {
    try {
      if (await this.#options.control?.(request, response)) return;
      if (way === 'plain') throw problem(400, `This server speaks HTTPS: its address is ${this.fhirBaseUrl}.`);
      if (await this.#options.intercept?.(request, response)) return;
      await send(request, response, await this.#answer(request));
    } catch (error) {
      if (response.destroyed || response.headersSent) return void response.destroy();
      const refusal = answerTo(error);
      // An unread body would be taken for the next request; so it is read away and the connection closed.
      const unread = !request.readableEnded && !request.complete;
      if (unread) refusal.headers.connection = 'close';
      await send(request, response, refusal, unread ? 'leave-open' : 'end');
      if (unread) await endRefused(request, response);
    }
  }

  async #answer(request: IncomingMessage): Promise<FhirAnswer> {
    const target = request.url ?? '/';
    if (!URL.canParse(target, 'http://127.0.0.1')) throw problem(400, 'The request target is not a URL.');
    const url = new URL(target, 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    const inside = url.pathname === FHIR_PATH || url.pathname.startsWith(`${FHIR_PATH}/`);
    const path = inside ? tidyPath(url.pathname.slice(FHIR_PATH.length)) : '';
    if (!inside) throw problem(404, `FHIR lives under ${FHIR_PATH} on this server.`);
    const rights = await this.#options.guard?.(request, path);
    checkPath(this.#router, this.repository.types, method, path);
    const bytes = await readBody(request, this.#options.bodyLimit, this.#options.bodyAdvice);
    const call: FhirCall = {
      method: method === 'HEAD' ? 'GET' : method,
      path,
      query: url.search,
      headers: request.headers,
      body: parseBody(method, path, request.headers, bytes),
    };
    const { repository } = this;
    const done = await this.exclusive(() => repository.actingFor(rights, () => answer(this.#router, repository, call)));
    if (done.status === 403 && rights) done.headers['www-authenticate'] = rights.challenge;
    return this.#options.spoil?.(call, done) ?? done;
  }

  /** Stops listening, drops open connections, and closes the database when the last request is done. */
  async close(): Promise<void> {
    await this.#port.close();
    await this.exclusive(() => this.repository.database.close());
  }
}
