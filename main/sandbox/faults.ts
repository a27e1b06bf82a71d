import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type FaultName, type FaultOf, isFaultOf } from '../../shared/domain/sandbox-faults.ts';

/** How long `slow` and `payer-slow` hold an answer back, in milliseconds. */
export const SLOW = 2_000;

const FHIR_JSON = { 'content-type': 'application/fhir+json; charset=utf-8' };

const html =
  '<!DOCTYPE html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1><p>The upstream server did not answer.</p>';

const errorOutcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'exception', details: { text: 'The record system is out of order.' } }],
});

function answerWrongly(fault: FaultOf<'fhir'>, request: IncomingMessage, response: ServerResponse): boolean {
  switch (fault) {
    case 'slow':
      return false;
    case 'html-error':
      response.writeHead(502, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      return true;
    case 'truncated-json':
      response
        .writeHead(200, FHIR_JSON)
        .end('{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceTy');
      return true;
    case 'empty-body':
      response.writeHead(200, FHIR_JSON).end();
      return true;
    case 'error-outcome-200':
      response.writeHead(200, FHIR_JSON).end(errorOutcome);
      return true;
    case 'drop':
      request.socket.destroy();
      return true;
  }
}

/** Lets the set faults of FHIR loose on a request, slow first; answers whether the request has been dealt with. */
export async function applyFaults(
  faults: readonly FaultName[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (faults.includes('slow')) await wait(SLOW);
  if (request.destroyed && !request.complete) return true;
  const loud = faults.filter((fault) => isFaultOf('fhir', fault)).find((fault) => fault !== 'slow');
  if (!loud) return false;
  // The body is read away first, so that the client is done sending when the wrong answer comes.
  if (loud !== 'drop') request.resume();
  return answerWrongly(loud, request, response);
}
