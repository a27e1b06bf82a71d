import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { bytes, json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from './task-partner.ts';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const output = (valueReference: object, code = 'data-value') => ({ type: { coding: [{ code }] }, valueReference });

async function start(changes: object) {
  const here = openConsole({ environment: () => 'token-for-the-partner' });
  const server = await startTaskPartner();
  const partner = { baseUrl: server.baseUrl, tokenEnv: 'TOKEN' };
  const { id } = await here.run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
  server.task.change({ resourceType: 'Task', status: 'completed', ...changes });
  return { ...here, server, id };
}

test('every output is fetched the way its reference asks for, and nothing stops the others', async () => {
  const foreign = await startPartner();
  const pdf = Buffer.from('%PDF-1.4 of another origin');
  foreign.on('GET /Binary/9', bytes(200, pdf, { 'content-type': 'application/pdf' }));
  const { run, server, id } = await start({});
  const bundle = JSON.stringify(searchset([patient('a'), patient('b')]));
  server.on('GET /Observation', bytes(200, bundle, { 'content-type': 'application/fhir+json;charset=utf-8' }));
  server.on('GET /DocumentReference/d', json(200, { resourceType: 'DocumentReference', id: 'd' }));
  server.on('GET /Patient/gone', json(404, {}));
  server.task.change({
    contained: [patient('inside')],
    output: [
      output({ reference: '#inside' }),
      output({ reference: 'Observation?patient=pat-1' }),
      output({ reference: `${server.baseUrl}/DocumentReference/d` }),
      output({ reference: `${foreign.baseUrl}/Binary/9` }),
      output({ identifier: { system: 'https://x.example', value: '7' } }),
      { type: { coding: [{ code: 'data-value' }] } },
      output({ reference: 'Patient/gone' }),
      output({ reference: '#nobody' }),
      output({ reference: 'DocumentReference/d' }, 'something-else'),
    ],
  });
  const { status, outputs } = await run('tasks.fetch', { id });
  expect(status).toBe('completed');
  expect(outputs.map(({ kind }) => kind)).toEqual([
    'contained',
    'relative',
    'absolute',
    'foreign',
    'logical',
    'missing',
    'relative',
    'missing',
    'relative',
  ]);
  expect(outputs[0]).toMatchObject({
    resourceType: 'Patient',
    pointer: '/contained/0',
    contentType: 'application/fhir+json',
  });
  expect(outputs[1]).toMatchObject({
    resourceType: 'Bundle',
    entries: 2,
    sha256: sha256(bundle),
    bytes: bundle.length,
    pointer: '',
  });
  expect(outputs[2]).toMatchObject({ resourceType: 'DocumentReference' });
  expect(outputs[3]).toMatchObject({ contentType: 'application/pdf', sha256: sha256(pdf), bytes: pdf.length });
  const problems = outputs.map(({ findings }) => findings[0]?.message);
  expect(problems.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(problems[4]).toContain('identifier alone');
  expect(problems[5]).toContain('no reference');
  expect(problems[6]).toContain('404');
  expect(problems[7]).toContain('nothing with the id nobody');
  expect(outputs[8]?.findings).toMatchObject([{ rule: 'CONF-057', severity: 'warning' }]);

  // The token goes to the partner's own origin alone.
  expect(foreign.seen[0]?.headers.authorization).toBeUndefined();
  expect(server.seen.filter(({ url }) => url.includes('Document')).map(({ headers }) => headers.authorization)).toEqual(
    Array(2).fill('Bearer token-for-the-partner'),
  );
  const task = await run('tasks.get', { id });
  expect(task.outputs.map(({ content, problem }) => (content ? 'content' : problem ? 'problem' : '?'))).toEqual(
    problems.map((problem, n) => (problem && n !== 8 ? 'problem' : 'content')),
  );
  const { exchangeId, pointer } = outputs[0] ?? {};
  const document = await run('documents.open', {
    exchangeId: exchangeId ?? '',
    side: 'response',
    pointer: pointer ?? '',
  });
  expect(document.sha256).toBe(outputs[0]?.sha256);
});

test('outputs are written to a folder, one file each, for their owner alone', async () => {
  const { run, server, id } = await start({
    contained: [patient('inside')],
    output: [output({ reference: '#inside' }), output({ reference: 'Binary/1' })],
  });
  server.on('GET /Binary/1', bytes(200, '%PDF-1.4', { 'content-type': 'application/pdf' }));
  const folder = path.join(throwAwayFolder(), 'deep', 'out');
  const fetched = await run('tasks.fetch', { id, folder });
  const { outputs } = fetched;
  const names = ['SHA256SUMS', 'manifest.json', 'task-1-1-inside.json', 'task-1-2-Binary-1.pdf'];
  expect(readdirSync(folder).sort()).toEqual(names);
  expect(outputs.map(({ file }) => path.basename(file ?? ''))).toEqual([
    'task-1-1-inside.json',
    'task-1-2-Binary-1.pdf',
  ]);
  for (const { file = '', sha256: hash } of outputs) {
    expect(sha256(readFileSync(file))).toBe(hash);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  const manifest = readFileSync(fetched.manifest ?? '');
  expect(JSON.parse(manifest.toString())).toMatchObject({
    fetchedAt: expect.stringMatching(/Z$/),
    task: { id: 'task-1', url: `${server.baseUrl}/Task/task-1`, status: 'completed' },
    outputs: outputs.map(({ file, ...output }) => ({ ...output, file: path.basename(file ?? '') })),
  });
  const sums = [
    ...outputs.map(({ sha256: hash, file }) => `${hash}  ${path.basename(file ?? '')}`),
    `${sha256(manifest)}  manifest.json`,
  ];
  expect(
    readFileSync(fetched.sums ?? '', 'utf8')
      .trim()
      .split('\n'),
  ).toEqual(sums);
});

test('what is in the folder already is not written over: new files are numbered', async () => {
  const { run, id } = await start({
    contained: [patient('inside')],
    output: [output({ reference: '#inside' })],
  });
  const folder = throwAwayFolder();
  writeFileSync(path.join(folder, 'task-1-1-inside.json'), 'mine');
  await run('tasks.fetch', { id, folder });
  const again = await run('tasks.fetch', { id, folder });
  expect(readFileSync(path.join(folder, 'task-1-1-inside.json'), 'utf8')).toBe('mine');
  expect(path.basename(again.outputs[0]?.file ?? '')).toBe('task-1-1-inside-3.json');
  expect(path.basename(again.manifest ?? '')).toBe('manifest-2.json');
  expect(readFileSync(again.sums ?? '', 'utf8')).toContain('manifest-2.json');
});

test('a hostile reference cannot leave the folder', async () => {
  const { run, server, id } = await start({ output: [output({ reference: '../../../etc/passwd' })] });
  server.otherwise(bytes(200, 'x'));
  const folder = throwAwayFolder();
  const { outputs } = await run('tasks.fetch', { id, folder });
  for (const { file } of outputs) if (file) expect(path.dirname(file)).toBe(folder);
});

test('a folder that cannot be written is said; a host that writes no files refuses', async () => {
  const { refused, ports, id } = await start({
    contained: [patient('inside')],
    output: [output({ reference: '#inside' })],
  });
  const error = await refused('tasks.fetch', { id, folder: path.join(ports.dataFolder, 'switchboard.db', 'x') });
  expect(error.code).toBe('file-unwritable');
  const other = openConsole({ dataFolder: ports.dataFolder, capabilities: [] });
  expect((await other.refused('tasks.fetch', { id, folder: '/x' })).code).toBe('capability-missing');
});

test('a Task that is not final is read once more before its outputs are fetched', async () => {
  const { run, server, id } = await start({ status: 'in-progress' });
  expect(await run('tasks.fetch', { id })).toMatchObject({
    status: 'in-progress',
    outputs: [],
    findings: [{ rule: 'not-ended', severity: 'information' }],
  });
  server.task.change({ status: 'completed', contained: [patient('p')], output: [output({ reference: '#p' })] });
  expect(await run('tasks.fetch', { id })).toMatchObject({ status: 'completed', outputs: [{ kind: 'contained' }] });
  const reads = server.seen.length;
  await run('tasks.fetch', { id });
  expect(server.seen.length).toBe(reads); // final and contained: nothing more to ask
});

test('a hostile Task id cannot leave the folder either, nor lead a read elsewhere', async () => {
  const { run, refused } = openConsole();
  const server = await startPartner();
  const partner = { baseUrl: server.baseUrl };
  const answer = { resourceType: 'Task', id: '../../../evil', status: 'completed', contained: [patient('inside')] };
  const created = { ...answer, output: [output({ reference: '#inside' })] };
  server.on('POST /Task', json(201, created));
  expect((await refused('tasks.request', { partner, request: dataRequest })).code).toBe('not-fhir');

  server.on('POST /Task', json(201, created, { location: `${server.baseUrl}/Task/kept/_history/1` }));
  const { id, taskId } = await run('tasks.request', { partner, request: dataRequest });
  expect(taskId).toBe('kept');
  const folder = throwAwayFolder();
  const { outputs } = await run('tasks.fetch', { id, folder });
  expect(outputs.map(({ file }) => path.dirname(file ?? ''))).toEqual([folder]);

  // A person may type anything after --id, and the file is still in the folder.
  server.otherwise(json(200, created));
  expect((await refused('tasks.adopt', { partner, taskId: '../../up' })).message).toContain('with another Task');
  server.otherwise(json(200, { ...created, id: '../../up' }));
  const typed = await run('tasks.adopt', { partner, taskId: '../../up' });
  const again = await run('tasks.fetch', { id: typed.id, folder });
  expect(again.outputs.map(({ file }) => path.dirname(file ?? ''))).toEqual([folder]);
});

test('a Task and an output of many megabytes are read, hashed and written as small ones are', async () => {
  const note = 'n'.repeat(2 * 1024 * 1024);
  const inside = { ...patient('inside'), text: { status: 'generated', div: `<div>${note}</div>` } };
  const { run, server, id } = await start({
    contained: [inside],
    output: [output({ reference: '#inside' }), output({ reference: 'Bundle/big' })],
  });
  const bundle = JSON.stringify(searchset([patient('a'), { ...patient('b'), text: inside.text }]));
  server.on('GET /Bundle/big', bytes(200, bundle, { 'content-type': 'application/fhir+json' }));
  const folder = throwAwayFolder();
  const { outputs } = await run('tasks.fetch', { id, folder });
  expect(outputs).toMatchObject([
    { resourceType: 'Patient', pointer: '/contained/0' },
    { resourceType: 'Bundle', entries: 2, bytes: bundle.length, sha256: sha256(bundle) },
  ]);
  for (const { file = '', sha256: hash, bytes: size } of outputs) {
    const written = readFileSync(file);
    expect([sha256(written), written.length]).toEqual([hash, size]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  expect(JSON.parse(readFileSync(outputs[0]?.file ?? '', 'utf8'))).toEqual(inside);
});

test('a content type that is the name of a member of every object is just an unknown one', async () => {
  const { run, server, id } = await start({ output: [output({ reference: 'Binary/1' })] });
  server.on('GET /Binary/1', bytes(200, 'x', { 'content-type': 'constructor' }));
  const { outputs } = await run('tasks.fetch', { id, folder: throwAwayFolder() });
  expect(path.basename(outputs[0]?.file ?? '')).toBe('task-1-1-Binary-1.bin');
});

test('a version that comes while outputs are fetched keeps its own outputs', async () => {
  const { run, server, id } = await start({});
  server.on('GET /DocumentReference/old', async (seen, response) => {
    server.task.change({ output: [output({ reference: 'DocumentReference/new' })] });
    await run('tasks.poll', { id });
    json(200, { resourceType: 'DocumentReference', id: 'old' })(seen, response);
  });
  server.task.change({ output: [output({ reference: 'DocumentReference/old' })] });
  await run('tasks.poll', { id });
  expect((await run('tasks.fetch', { id })).outputs).toMatchObject([{ reference: 'DocumentReference/old' }]);
  expect((await run('tasks.get', { id })).outputs).toEqual([
    expect.objectContaining({ reference: 'DocumentReference/new' }),
  ]);
});

test('an output that is no FHIR resource is told as an error, a document is not', async () => {
  const { run, server, id } = await start({
    output: ['Bundle/page', 'Bundle/empty', 'Bundle/broken', 'Binary/page'].map((reference) => output({ reference })),
  });
  const page = bytes(200, '<html>Sign in</html>', { 'content-type': 'text/html' });
  server.on('GET /Bundle/page', page);
  server.on('GET /Binary/page', page);
  server.on('GET /Bundle/empty', bytes(200, '', { 'content-type': 'application/fhir+json' }));
  server.on('GET /Bundle/broken', bytes(200, '{"resourceType":"Bund', { 'content-type': 'application/fhir+json' }));
  const { outputs } = await run('tasks.fetch', { id });
  expect(outputs.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
    ['not-fhir'],
    ['not-fhir'],
    ['not-fhir'],
    [],
  ]);
});

test('the outputs of a Task with a modifier extension we do not know are refused with the reason (CONF-097)', async () => {
  const { run, refused, server, id } = await start({
    contained: [patient('p')],
    output: [output({ reference: '#p' })],
    modifierExtension: [{ url: 'https://x.example/not-so', valueBoolean: true }],
  });
  const error = await refused('tasks.fetch', { id });
  expect([error.code, error.requirement]).toEqual(['rules-failed', 'CONF-097']);
  expect(error.message).toContain('https://x.example/not-so');
  server.task.change({ modifierExtension: undefined });
  await run('tasks.poll', { id });
  expect((await run('tasks.fetch', { id })).outputs).toHaveLength(1);
});

test('a file is named after its media type, whatever parameters that has', async () => {
  const data = Buffer.from('text').toString('base64');
  const attachment = { contentType: 'text/plain; charset=utf-8', data };
  const note = { resourceType: 'DocumentReference', id: 'n', content: [{ attachment }] };
  const { run, id } = await start({ contained: [note], output: [output({ reference: '#n' })] });
  const { outputs } = await run('tasks.fetch', { id, folder: throwAwayFolder() });
  expect(outputs.map(({ file = '' }) => path.extname(file))).toEqual(['.json', '.txt']);
});
