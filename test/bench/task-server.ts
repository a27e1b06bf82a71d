// A partner with many Tasks: GET of one (with ETag) and of several by _id. POST /change/ID makes a new version and answers its number.
import http from 'node:http';
import { servedTask } from './many-tasks.ts';

const versions = new Map<string, number>();
const versionOf = (id: string) => versions.get(id) ?? 1;
const taskOf = (id: string) => servedTask(id, versionOf(id), versionOf(id) % 2 ? 'requested' : 'accepted');

const statement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  fhirVersion: '4.0.1',
  rest: [
    {
      mode: 'server',
      resource: [
        {
          type: 'Task',
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          searchParam: [{ name: '_id', type: 'token' }],
        },
      ],
    },
  ],
};

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
  const json = (body: object, headers: Record<string, string> = {}) =>
    response.writeHead(200, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
  const [, change, id = ''] = /^\/(change\/|fhir\/Task\/)([^/]+)$/.exec(pathname) ?? [];
  if (pathname === '/fhir/metadata') return json(statement);
  if (change === 'change/') {
    versions.set(id, versionOf(id) + 1);
    return json({ versionId: `${versionOf(id)}` });
  }
  if (pathname === '/fhir/Task') {
    const ids = searchParams.get('_id')?.split(',') ?? [];
    return json({
      resourceType: 'Bundle',
      type: 'searchset',
      total: ids.length,
      entry: ids.map((one) => ({ resource: taskOf(one) })),
    });
  }
  if (!id) return response.writeHead(404).end();
  const etag = `W/"${versionOf(id)}"`;
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
  return json(taskOf(id), { etag });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/fhir`);
});
process.on('SIGTERM', () => process.exit(0));
