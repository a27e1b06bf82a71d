import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createConsole } from '../../../main/app/create-console.ts';
import { openDatabase } from '../../../main/store/database.ts';
import type { Database } from '../../../main/store/sqlite.ts';
import { assembleStore } from '../../../main/store/store.ts';
import { type Failure, ok } from '../../../shared/contract/errors.ts';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { cleanUp, failure, testPorts, until, unwrap } from '../../fakes/ports.ts';

/** A console whose database may grow no further once `fill` was called, and may again after `empty`. */
function consoleOnSmallDisk() {
  const ports = testPorts();
  let database: Database | undefined;
  const console = unwrap(
    createConsole(ports, (folder) => {
      database = unwrap(openDatabase(folder));
      return ok(assembleStore(database, folder));
    }),
  );
  cleanUp(() => console.close());
  const bodies = path.join(ports.dataFolder, 'bodies');
  const pages = () => Number(database?.get('PRAGMA page_count')?.page_count);
  const limit = (count: number) => database?.exec(`PRAGMA max_page_count=${count}`);
  return {
    console,
    ports,
    count: (table: string) => Number(database?.get(`SELECT count(*) AS n FROM ${table}`)?.n),
    fill: () => limit(pages()),
    empty: () => limit(1_000_000),
    bodies: () => (existsSync(bodies) ? readdirSync(bodies) : []),
  };
}

const bigName = (n: number) => ({ name: `Source ${n}`, baseUrl: `https://source.example/${'x'.repeat(3_000)}` });

test('a full disk is said, nothing is half written, and the console goes on', async () => {
  const { console, count, fill, empty, bodies } = consoleOnSmallDisk();
  const partner = await startPartner();
  await until(() => count('changes') === 1); // the scheduler has its role
  partner.on('GET /Patient', json(200, searchset([patient('a'), patient('b', 'x'.repeat(200_000))])));
  fill();
  let added = 0;
  let error: Failure | undefined;
  while (!error && added < 50) {
    const reply = await console.dispatch('connections.add', bigName(added));
    if (reply.ok) added += 1;
    else error = reply.error;
  }
  expect(error).toMatchObject({ code: 'folder-unusable' });
  expect(error?.message).toContain('full');
  expect(error?.next).toContain('Free some space');
  expect([count('connections'), count('changes')]).toEqual([added, added + 1]); // and the scheduler's role

  const query = { partner: { baseUrl: partner.baseUrl }, query: `Patient?_id=${'x'.repeat(12_000)}` };
  expect(failure(await console.dispatch('queries.search', query)).code).toBe('folder-unusable');
  expect([count('exchanges'), bodies()]).toEqual([0, []]);
  expect(unwrap(await console.dispatch('connections.list', {}))).toHaveLength(added);

  empty();
  unwrap(await console.dispatch('queries.search', query));
  unwrap(await console.dispatch('connections.add', bigName(99)));
});

test('a receiver on a full disk answers 507 and no 2xx, and takes the same push later', async () => {
  const { console, count, fill, empty, bodies } = consoleOnSmallDisk();
  const role = unwrap(await console.dispatch('receiver.start', { port: 0 })) as {
    receiver: { metadataUrl: string; submitAttachmentUrl: string };
  };
  const base = new URL(role.receiver.metadataUrl).origin;
  const push = () =>
    fetch(`${base}/Patient`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(patient('pushed', 'x'.repeat(200_000))),
    });
  fill();
  const refused = await push();
  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'fatal' }] });
  expect([count('pushes'), count('exchanges'), bodies()]).toEqual([0, 0, []]);
  empty();
  expect((await push()).status).toBe(200);
  expect([count('pushes'), count('exchanges')]).toEqual([1, 1]);
});
