import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

export interface PartnerRequest {
  method: string;
  /** Path and query, without /fhir/. */
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export type PartnerAnswer = (request: PartnerRequest, response: http.ServerResponse, base: string) => void;

export interface TestPartner {
  base: string;
  requests: PartnerRequest[];
  close(): Promise<void>;
}

/** A FHIR server of a few lines: whatever a test wants answered, over real HTTP. */
export async function startPartner(answer: PartnerAnswer): Promise<TestPartner> {
  const requests: PartnerRequest[] = [];
  let base = '';
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const path = (request.url ?? '').replace(/^\/fhir\//, '');
    const asked = { method: request.method ?? '', path, headers: request.headers, body };
    requests.push(asked);
    answer(asked, response, base);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { base, requests, close };
}

/** A port nobody listens on, for a program that is told its port. It is below those the system hands out by itself: nobody gets it meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = net.createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** Answers with a resource. */
export function sendFhir(response: http.ServerResponse, status: number, resource: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json; charset=utf-8', ...headers });
  response.end(JSON.stringify(resource));
}

export const outcome = (severity: string, text: string): object => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'processing', diagnostics: text }],
});
