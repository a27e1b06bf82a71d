import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A FHIR server with one very large page and one that never answers. */
export interface BigPartner {
  baseUrl: string;
  close(): Promise<void>;
}

function largePage(count: number): string {
  const entry = Array.from({ length: count }, (_, index) => ({
    fullUrl: `http://partner.example/Observation/o${index}`,
    resource: {
      resourceType: 'Observation',
      id: `o${index}`,
      status: 'final',
      code: { text: `Value ${index}` },
      text: {
        status: 'generated',
        div: `<div xmlns="http://www.w3.org/1999/xhtml" onclick="document.title='run'"><h1>Result ${index}</h1><script>document.title='run'</script><p style="color:red">It is <b>fine</b>.<img src="http://elsewhere.example/x.png" alt="a curve" onerror="document.title='run'"/> <a href="javascript:document.title='run'">more</a></p></div>`,
      },
    },
    search: { mode: 'match' },
  }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: count, entry });
}

/** Answers Observation with `count` entries, Patient never, everything else with 404. */
export async function openBigPartner(count: number): Promise<BigPartner> {
  const page = largePage(count);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname.startsWith('/Patient')) return;
    const found = pathname.startsWith('/Observation');
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/fhir+json' });
    response.end(
      found
        ? page
        : '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","diagnostics":"nothing here"}]}',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
