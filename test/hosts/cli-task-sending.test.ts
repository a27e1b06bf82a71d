import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, type PartnerAnswer, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

const pdf = '%PDF-1.4 a note of our own making';
const patient = {
  resourceType: 'Patient',
  id: 'p1',
  name: [{ family: 'Testrider', given: ['Amy'] }],
  identifier: [{ system: 'urn:m', value: 'M1' }],
};
const statement = {
  resourceType: 'CapabilityStatement',
  fhirVersion: '4.0.1',
  rest: [{ mode: 'server', resource: [{ type: 'Task', interaction: [{ code: 'delete' }] }] }],
};
const type = { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-value' }] };
const note = {
  resourceType: 'DocumentReference',
  id: 'd',
  content: [{ attachment: { url: 'Binary/1', contentType: 'application/pdf' } }],
};

/** A Data Source that completes a Task at once, and deletes it when told to. */
let deleted = false;
let sent: object = {};
const answer: PartnerAnswer = ({ method, path: asked, body }, response) => {
  if (asked === 'metadata') return sendFhir(response, 200, statement);
  if (asked.startsWith('Patient?'))
    return sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: patient }] });
  if (method === 'POST' && asked === 'Task') {
    sent = { ...JSON.parse(body), id: 'T1', meta: { versionId: '1' } };
    return sendFhir(response, 200, sent); // as the guide's figures show it
  }
  if (asked === 'Task/T1' && method === 'DELETE') {
    deleted = true;
    return response.writeHead(204).end();
  }
  if (asked === 'Task/T1' && !deleted)
    return sendFhir(response, 200, {
      ...sent,
      status: 'completed',
      meta: { versionId: '2' },
      output: [{ type, valueReference: { reference: 'DocumentReference/d' } }],
    });
  if (asked === 'DocumentReference/d') return sendFhir(response, 200, note);
  if (asked === 'Binary/1') return response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdf);
  return sendFhir(response, deleted ? 410 : 404, outcome('error', `There is no ${asked}.`));
};

let partner: TestPartner;
beforeAll(async () => {
  partner = await startPartner(answer);
});
afterAll(() => partner.close());

const dataFolder = newDataFolder();
const ask = (...args: string[]) => askCli(args, { dataFolder });

describe('what was asked for, by the command line', () => {
  it('begins with finding the member', async () => {
    const found = await ask('patient', 'find', '--base', partner.base, '--identifier', 'urn:m|M1');
    expect([found.code, found.value.candidates]).toMatchObject([0, [{ id: 'p1', name: 'Amy Testrider' }]]);
    const stranger = await ask('patient', 'find', '--base', partner.base, '--identifier', 'urn:m|M2');
    expect([stranger.code, stranger.value.findings[0].rule]).toEqual([1, 'CONF-007']);
  });

  it('is fetched with its documents, a manifest and sums', async () => {
    const actors = ['--member', 'urn:m|M1', '--requester', 'urn:p|P1', '--owner', 'urn:o|O1', '--reason', 'Review'];
    const created = await ask('task', 'request', '--base', partner.base, '--query', 'Condition?patient=p1', ...actors);
    expect([created.code, created.value.id]).toEqual([0, 'T1']);
    const out = path.join(dataFolder, 'results');
    const fetched = await ask('task', 'fetch', '--id', 'T1', '--out', out);
    expect([fetched.code, fetched.value]).toMatchObject([
      0,
      {
        status: 'completed',
        findings: [],
        outputs: [{ kind: 'relative' }, { as: 'document', of: 0, bytes: pdf.length }],
      },
    ]);
    const sums = readFileSync(path.join(out, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(sums.map((line) => line.split('  ')[1]).toSorted()).toEqual(
      readdirSync(out)
        .filter((name) => name !== 'SHA256SUMS')
        .toSorted(),
    );
    for (const line of sums) {
      const [sha256, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(path.join(out, name)))
          .digest('hex'),
      ).toBe(sha256);
    }
  });

  it('is called off as far as the server lets it be, and forgotten', async () => {
    const actors = ['--member', 'urn:m|M1', '--requester', 'urn:p|P1', '--owner', 'urn:o|O1', '--reason', 'Review'];
    await ask('task', 'request', '--base', partner.base, '--query', 'Condition?patient=p1', ...actors);
    const advice = await runCli(['task', 'cancel', '--id', 'T1'], { dataFolder });
    expect([advice.code, advice.out]).toEqual([
      0,
      expect.stringContaining('This server declares that Tasks can be deleted.'),
    ]);
    const done = await ask('task', 'cancel', '--id', 'T1', '--delete');
    expect([done.code, done.value]).toMatchObject([0, { deleted: true, httpStatus: 204 }]);
    expect((await ask('task', 'show', '--id', 'T1')).value.goneAt).toMatch(/Z$/);
    expect((await ask('task', 'forget', '--id', 'T1')).value).toEqual({ forgotten: true });
    expect((await ask('task', 'show', '--id', 'T1')).code).toBe(2);
  });

  it('has drafts', async () => {
    expect((await ask('task', 'drafts')).value).toEqual([]);
    expect((await ask('task', 'drafts', 'remove', 'nothing')).value.error.code).toBe('not-found');
  });
});
