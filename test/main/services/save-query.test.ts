import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { links, patient, searchset } from '../../fakes/partner/bundles.ts';
import { bytes, json, outcome, type Script, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder } from '../../fakes/ports.ts';

async function start() {
  const [here, server] = [openConsole(), await startPartner()];
  const file = path.join(throwAwayFolder(), 'result.json');
  const page = (n: number, next?: string): Script =>
    json(
      200,
      searchset([patient(`p${n}a`), patient(`p${n}b`, 'Ünïted 漢')], {
        total: 6,
        ...(next ? links({ next: `${server.baseUrl}${next}` }) : {}),
      }),
    );
  const input = { partner: { baseUrl: server.baseUrl }, query: 'Patient', file };
  return { ...here, server, page, file, input };
}

test('one page is saved byte for byte', async () => {
  const { run, server, file, input } = await start();
  const text = `{ "resourceType" : "Bundle",\n"type":"searchset", "entry":[ ] }\n`;
  server.on('GET /Patient', bytes(200, text, { 'content-type': 'application/fhir+json' }));
  expect(await run('queries.save', input)).toMatchObject({
    file,
    bytes: text.length,
    pages: 1,
    entries: 0,
    exchangeIds: ['1'],
  });
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('all pages become one searchset with every entry as it came', async () => {
  const { run, server, page, file, input } = await start();
  server.on('GET /Patient', page(1, '/page2'));
  server.on('GET /page2', page(2, '/page3'));
  server.on('GET /page3', page(3));
  const saved = await run('queries.save', { ...input, allPages: true });
  expect(saved).toMatchObject({ pages: 3, entries: 6, exchangeIds: ['1', '2', '3'], bytes: statSync(file).size });
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 6 });
  expect(bundle.entry.map(({ resource }: { resource: { id: string } }) => resource.id)).toEqual([
    'p1a',
    'p1b',
    'p2a',
    'p2b',
    'p3a',
    'p3b',
  ]);
  expect(bundle.entry[1]).toEqual({ resource: patient('p1b', 'Ünïted 漢'), search: { mode: 'match' } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

type Started = Awaited<ReturnType<typeof start>>;

/** A second page that is answered so. */
const second =
  (script: (started: Started) => Script) =>
  (started: Started): void => {
    started.server.on('GET /Patient', started.page(1, '/page2'));
    started.server.on('GET /page2', script(started));
  };

const breakOff: Script = (_, response) => {
  response.writeHead(200, { 'content-length': '90' }).write('{');
  setTimeout(() => response.destroy(), 20);
};

test.each<[string, (started: Started) => void, string]>([
  ['next links lead in a circle', second(({ page }) => page(2, '/Patient')), 'not-fhir'],
  ['a page links to itself', second(({ page }) => page(2, '/page2')), 'not-fhir'],
  ['a later page is refused', second(() => json(403, outcome('error', 'No more today.'))), 'refused-by-partner'],
  ['a later page breaks off', second(() => breakOff), 'connection-lost'],
  [
    'a next link leads to another origin',
    second(() => json(200, searchset([patient('a')], links({ next: 'http://127.0.0.1:1/fhir/x' })))),
    'origin-refused',
  ],
])('nothing is left of the file, and nothing of what was there before, when %s', async (_, script, code) => {
  const started = await start();
  script(started);
  const { refused, file, input, server } = started;
  expect((await refused('queries.save', { ...input, allPages: true })).code).toBe(code);
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(path.dirname(file))).toEqual([]);
  expect(server.seen.length).toBeLessThan(6);

  writeFileSync(file, 'an earlier result');
  await refused('queries.save', { ...input, allPages: true });
  expect(readFileSync(file, 'utf8')).toBe('an earlier result');
});

test.each([true, false])('a place that cannot be written is said (all pages: %s)', async (allPages) => {
  const { refused, run, server, page, file, input } = await start();
  server.on('GET /Patient', page(1, '/page2'));
  server.on('GET /page2', page(2));
  const error = await refused('queries.save', { ...input, allPages, file: path.join(file, 'deeper', 'x.json') });
  expect(error.code).toBe('file-unwritable');
  expect(error.next).toContain('Check the folder');
  expect(await run('connections.list', {})).toEqual([]); // the console is still there
});

test('a host that may not write files refuses before it asks', async () => {
  const { refused } = openConsole({ capabilities: ['environment'] });
  const error = await refused('queries.save', {
    partner: { baseUrl: 'http://127.0.0.1:1' },
    query: 'Patient',
    file: '/x',
  });
  expect(error.code).toBe('capability-missing');
});
