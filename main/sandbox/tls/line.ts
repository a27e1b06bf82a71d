import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxTls } from '../../../shared/domain/sandbox-access.ts';
import { type FaultName, type FaultOf, isFaultOf } from '../../../shared/domain/sandbox-faults.ts';
import type { Authority } from '../certificates/authority.ts';
import type { FhirServer } from '../fhir/fhir-server.ts';
import { serverOptions } from './server-options.ts';

/** How both servers speak now. */
export interface Line {
  readonly tls: SandboxTls;
  /** Changes it for new connections; those that are open end, busy ones after their answer. Nothing happens where nothing changes. */
  set(tls: SandboxTls, faults: readonly FaultName[]): Promise<void>;
  /** Answers true when the request was refused for its client certificate (`tls-client-refused`). */
  refuse(request: IncomingMessage, response: ServerResponse): boolean;
}

/** What a gateway says that does not accept the client certificate; a well-known one's words and status, more or less. */
const refusalPage =
  '<!DOCTYPE html><title>400 The SSL certificate error</title><h1>400 Bad Request</h1><p>The SSL certificate error</p>';

/** The line of two servers that speak HTTP so far. `authority` is asked for when HTTPS begins. */
export function createLine(
  servers: readonly FhirServer[],
  authority: () => Promise<Authority>,
  now: () => number,
): Line {
  let tls: SandboxTls = 'off';
  let fault: FaultOf<'tls'> | undefined;
  let last: Promise<void> = Promise.resolve();

  async function change(to: SandboxTls, faults: readonly FaultName[]): Promise<void> {
    const wrong = faults.find((name) => isFaultOf('tls', name));
    if (to === tls && (to === 'off' || wrong === fault)) return;
    const options = to === 'off' ? undefined : await serverOptions(await authority(), to, wrong, now());
    await Promise.all(servers.map((server) => server.speak(options)));
    tls = to;
    fault = wrong;
  }

  return {
    get tls() {
      return tls;
    },
    set(to, faults) {
      last = last.catch(() => undefined).then(() => change(to, faults));
      return last;
    },
    refuse(request, response) {
      if (tls === 'off' || fault !== 'tls-client-refused') return false;
      request.resume();
      response.writeHead(400, { 'content-type': 'text/html; charset=utf-8', connection: 'close' }).end(refusalPage);
      return true;
    },
  };
}
