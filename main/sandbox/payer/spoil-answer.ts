import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type FaultName, type FaultOf, isFaultOf } from '../../../shared/domain/sandbox-faults.ts';
import { SLOW } from '../faults.ts';
import type { FhirAnswer, FhirCall } from '../fhir/answer.ts';
import { FHIR_PATH } from '../fhir/fhir-server.ts';

type PayerFault = FaultOf<'payer'>;

/** An answer in place of the payer's own. */
interface Wrong {
  status: number;
  headers?: Record<string, string>;
  /** Of a web page, or what an OperationOutcome says. */
  html?: string;
  text?: string;
  code?: string;
  next?: string;
}

const page = (title: string, said: string) => `<!DOCTYPE html><title>${title}</title><h1>${title}</h1><p>${said}</p>`;

/** What is answered before anything is looked at. */
const wrong: { [Name in PayerFault]?: Wrong } = {
  'payer-html-500': { status: 500, html: page('Internal Server Error', 'NullPointerException in AttachmentHandler.') },
  'payer-html-200': { status: 200, html: page('Payer gateway', 'Please sign in to go on.') },
  'payer-401': {
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    code: 'login',
    text: 'The access token is not valid here.',
    next: 'Get a new token and try again.',
  },
  'payer-403': {
    status: 403,
    code: 'forbidden',
    text: 'This sender may not submit attachments.',
    next: 'Ask the payer to enroll you for attachments.',
  },
  'payer-404': { status: 404, code: 'not-found', text: 'There is no operation $submit-attachment here.' },
  'payer-409': {
    status: 409,
    code: 'conflict',
    text: 'Another submission with this tracking id is being worked on.',
    next: 'Wait until that one has been answered.',
  },
  'payer-415': {
    status: 415,
    headers: { accept: 'application/json' },
    code: 'not-supported',
    text: 'This server does not read application/fhir+json.',
    next: 'Send the body as application/json.',
  },
  'payer-422': { status: 422, code: 'processing', text: 'The submission cannot be processed as it stands.' },
  'payer-429': {
    status: 429,
    headers: { 'retry-after': '30' },
    code: 'throttled',
    text: 'Too many submissions in a short time.',
    next: 'Wait half a minute.',
  },
  'payer-503-once': {
    status: 503,
    headers: { 'retry-after': '1' },
    code: 'transient',
    text: 'The server is about to be ready again.',
    next: 'Try again in a second.',
  },
};

function answerWrongly(response: ServerResponse, { status, headers = {}, html, text, code, next }: Wrong): void {
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, details: { text }, ...(next ? { diagnostics: next } : {}) }],
  };
  const type = html ? 'text/html; charset=utf-8' : 'application/fhir+json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers }).end(html ?? JSON.stringify(outcome));
}

const isSubmission = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && /^\/(\$|%24)submit-attachment\/?(\?|$)/.test(url.slice(FHIR_PATH.length));

/** The faults of submissions that are set, and what they do to answers. */
export class PayerFaults {
  #set: readonly FaultName[] = [];
  #armed = false;

  /** Sets these and no others; what strikes once strikes again. */
  set(names: readonly FaultName[]): void {
    this.#set = names;
    this.#armed = names.includes('payer-503-once');
  }

  /** The first one set of those that take the place of an answer. */
  #loud(names: readonly FaultName[]): FaultName | undefined {
    const loud = this.#set.find((name) => names.includes(name) && (name !== 'payer-503-once' || this.#armed));
    if (loud === 'payer-503-once') this.#armed = false;
    return loud;
  }

  /** Lets the faults loose on a request before it is read; answers whether it has been dealt with. */
  async intercept(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (!isSubmission(request) || !this.#set.some((name) => isFaultOf('payer', name))) return false;
    if (this.#set.includes('payer-slow')) await wait(SLOW);
    if (request.destroyed && !request.complete) return true;
    const loud = this.#loud([...(Object.keys(wrong) as PayerFault[]), 'payer-drop-before']);
    if (loud === 'payer-drop-before') {
      request.socket.destroy();
      return true;
    }
    const answer = wrong[loud as PayerFault];
    if (!answer) return false;
    request.resume(); // read away, so that the client is done sending when the wrong answer comes
    answerWrongly(response, answer);
    return true;
  }

  /** What becomes of the answer to a submission that was kept. */
  spoil({ path, body }: FhirCall, done: FhirAnswer): FhirAnswer {
    if (path !== '$submit-attachment' || done.status !== 200) return done;
    switch (this.#loud(['payer-drop', 'payer-empty-200', 'payer-wrong-type', 'payer-echo'])) {
      case 'payer-drop':
        return { ...done, dropped: true };
      case 'payer-empty-200':
        return { status: 200, headers: done.headers };
      case 'payer-wrong-type':
        return { ...done, headers: { ...done.headers, 'content-type': 'text/plain; charset=utf-8' } };
      case 'payer-echo':
        return { ...done, resource: body as FhirAnswer['resource'] & object };
      default:
        return done;
    }
  }
}
