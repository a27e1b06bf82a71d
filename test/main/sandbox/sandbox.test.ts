import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateResource } from '@medplum/core';
import type { CapabilityStatement, OperationOutcome, Patient, Task } from '@medplum/fhirtypes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox } from '../../../main/sandbox/open-sandbox.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { definitionsFile } from './support/definitions.ts';
import { Client } from './support/http.ts';
import { start } from './support/sandbox.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const task: Task = {
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: systems.cdex, code: 'data-request-query' }] },
  for: { reference: 'Patient/ann' },
  authoredOn: '2026-03-01',
  requester: { identifier: { value: 'payer' } },
  owner: { identifier: { value: 'clinic' } },
  input: [{ type: { coding: [{ system: systems.hrex, code: 'data-query' }] }, valueString: 'Condition?patient=ann' }],
};

describe('what stays', () => {
  it('keeps changes over a restart and goes on with unfinished Tasks', async () => {
    const first = await start({ folder });
    await first.provider.send('PUT', '/Patient/new', { resourceType: 'Patient', id: 'new' });
    const { json } = await first.provider.send<Task>('POST', '/Task', task);
    first.clock.advance(1000);
    expect((await first.provider.get<Task>(`/Task/${json.id}`)).json.status).toBe('accepted');
    await first.sandbox.close();

    const second = await start({ folder });
    expect((await second.provider.get('/Patient/new')).status).toBe(200);
    for (const status of ['in-progress', 'completed']) {
      second.clock.advance(1000);
      expect((await second.provider.get<Task>(`/Task/${json.id}`)).json.status).toBe(status);
    }
    await second.sandbox.close();
  });

  it('gives the same answers for the same seed, whenever it was filled', async () => {
    const { sandbox, provider } = await start({ folder });
    const first = await provider.get('/Condition/diabetes');
    expect(Date.parse(first.json.meta?.lastUpdated ?? 'never')).toBeLessThan(Date.parse('2026-11-02T00:00:00Z'));
    await sandbox.reset();
    expect((await provider.get('/Condition/diabetes')).json).toEqual(first.json);
    await sandbox.close();
  });

  it('keeps everything in files only their owner can read', async () => {
    const { sandbox } = await start({ folder });
    const modes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).mode & 0o777);
    expect(new Set(await Promise.all(modes))).toEqual(new Set([0o600]));
    await sandbox.close();
  });

  it('goes back to the seed on reset, while it runs', async () => {
    const { sandbox, provider, payer } = await start({ folder });
    await provider.send('PUT', '/Patient/new', { resourceType: 'Patient', id: 'new' });
    await provider.send('DELETE', '/Condition/diabetes');
    await payer.send('DELETE', '/Claim/claim');
    await sandbox.reset();
    expect((await provider.get('/Patient/new')).status).toBe(404);
    expect((await provider.get('/Condition/diabetes')).status).toBe(200);
    expect((await payer.get('/Claim/claim')).status).toBe(200);
    expect((await provider.get('/Condition/diabetes/_history')).json.total).toBe(1);
    await sandbox.close();
  });

  it('resets by the control endpoint, with the key only', async () => {
    const { sandbox, provider } = await start({ folder });
    await provider.send('PUT', '/Patient/new', { resourceType: 'Patient', id: 'new' });
    const post = (key: string) =>
      fetch(`${sandbox.controlUrl}/reset`, { method: 'POST', headers: { 'x-sandbox-key': key } });
    expect((await post('guess')).status).toBe(403);
    expect((await provider.get('/Patient/new')).status).toBe(200);
    expect((await post(sandbox.controlKey)).status).toBe(200);
    expect((await provider.get('/Patient/new')).status).toBe(404);
    await sandbox.close();
  });

  it('does for other processes what it does for its own', async () => {
    const { sandbox, provider } = await start({ folder });
    const ask = async (action: string, input?: unknown, method = 'POST') => {
      const headers = { 'x-sandbox-key': sandbox.controlKey };
      const body = input === undefined ? {} : { body: JSON.stringify(input) };
      const answer = await fetch(`${sandbox.controlUrl}/${action}`, { method, headers, ...body });
      return { status: answer.status, json: answer.ok ? await answer.json() : undefined };
    };
    expect((await ask('members')).json).toEqual({ value: sandbox.members });
    expect((await ask('setFaults', ['empty-body'])).json).toEqual({ value: null });
    expect((await provider.get('/Patient/ann')).text).toBe('');
    expect((await ask('setFaults', ['no-such'])).json).toMatchObject({ failure: { code: 'invalid-input' } });
    expect((await ask('unheard-of')).status).toBe(404);
    expect((await ask('members', undefined, 'GET')).status).toBe(405);
    await sandbox.close();
  });
});

describe('faults', () => {
  it('come and go while the provider runs', async () => {
    const { sandbox, provider, payer } = await start({ faults: ['html-error'] });
    const html = await provider.get('/Patient/ann');
    expect([html.status, html.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    await sandbox.setFaults(['truncated-json']);
    const cut = await fetch(`${provider.base}/Patient/ann`);
    await expect(cut.json()).rejects.toThrow();
    await sandbox.setFaults(['empty-body']);
    const empty = await provider.get('/Patient/ann');
    expect([empty.status, empty.text]).toEqual([200, '']);
    await sandbox.setFaults(['error-outcome-200']);
    const outcome = await provider.get<OperationOutcome>('/Patient/ann');
    expect([outcome.status, outcome.json.issue[0]?.severity]).toEqual([200, 'error']);
    await sandbox.setFaults(['drop']);
    await expect(provider.get('/Patient/ann')).rejects.toThrow('fetch failed');
    expect((await payer.get('/Claim/claim')).status).toBe(200);
    await sandbox.setFaults([]);
    expect((await provider.get('/Patient/ann')).status).toBe(200);
    await expect(sandbox.setFaults(['sulk'])).rejects.toMatchObject({ code: 'invalid-input' });
    await sandbox.close();
  });
});

describe('what it declares', () => {
  it('tells each role, its types, searches and operations', async () => {
    const { sandbox, provider, payer } = await start();
    const [theirs, ours] = await Promise.all([provider, payer].map((one) => one.get<CapabilityStatement>('/metadata')));
    for (const { json } of [theirs, ours].filter((one) => one !== undefined)) {
      expect(validateResource(json).filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    const rest = theirs?.json.rest?.[0];
    expect(theirs?.json.instantiates).toEqual([
      'http://hl7.org/fhir/us/davinci-cdex/CapabilityStatement/data-source-server',
      'http://hl7.org/fhir/uv/subscriptions-backport/CapabilityStatement/backport-subscription-server-r4',
    ]);
    expect(theirs?.json.implementation?.url).toBe(provider.base);
    const patient = rest?.resource?.find(({ type }) => type === 'Patient');
    expect(patient?.operation?.map(({ name }) => name)).toContain('match');
    const condition = rest?.resource?.find(({ type }) => type === 'Condition');
    expect(condition?.searchRevInclude).toContain('Provenance:target');
    expect(condition?.searchParam?.find(({ name }) => name === 'clinical-status')).toMatchObject({ type: 'token' });
    expect(condition?.searchParam?.find(({ name }) => name === 'clinical-status')?.documentation).not.toBe('');
    expect(rest?.resource?.find(({ type }) => type === 'Task')?.documentation).toMatch(/data-request-query/);
    const operation = ours?.json.rest?.[0]?.operation?.[0];
    expect(operation?.name).toBe('submit-attachment');
    expect(operation?.documentation).toMatch(/104857600 bytes.*Final.*Split|104857600 bytes.*Split.*Final/s);
    expect(ours?.json.rest?.[0]?.documentation).not.toBe('');
    // Everything declared works: each type can be searched by each of its parameters' absence.
    for (const { type, searchParam } of rest?.resource ?? []) {
      const query = (searchParam ?? []).map(({ name }) => `${name}:missing=true`).join('&');
      expect((await provider.get(`/${type}?${query}`)).status, type).toBe(200);
    }
    await sandbox.close();
  });
});

describe('Patient/$match', () => {
  const match = (provider: Client, resource: Patient, more: object[] = []) =>
    provider.send('POST', '/Patient/$match', {
      resourceType: 'Parameters',
      parameter: [{ name: 'resource', resource }, ...more],
    });
  const grades = (json: unknown) =>
    ((json as { entry?: { resource: Patient; search: { extension?: { valueCode: string }[] } }[] }).entry ?? []).map(
      ({ resource, search }) => `${resource.id ?? resource.resourceType} ${search.extension?.[0]?.valueCode ?? ''}`,
    );

  it('is certain of exact demographics, less of fewer, and cannot tell twins apart', async () => {
    const { sandbox, provider } = await start();
    const ann: Patient = {
      resourceType: 'Patient',
      name: [{ family: 'Müller', given: ['Ann'] }],
      birthDate: '1980-05-31',
      gender: 'female',
    };
    expect(grades((await match(provider, ann)).json)).toEqual(['ann certain']);
    const { gender, ...fewer } = ann;
    expect(grades((await match(provider, fewer)).json)).toEqual(['ann certain']);
    expect(grades((await match(provider, { ...fewer, gender: 'male' })).json)).toEqual(['ann probable']);
    const { birthDate: _, ...name } = { ...fewer, gender };
    expect(grades((await match(provider, name)).json)).toEqual(['ann possible']);
    const wrong = { ...ann, birthDate: '1999-09-09' };
    expect(grades((await match(provider, wrong)).json)).toEqual([]);
    const member: Patient = {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:example:member', value: 'member-bob' }],
      birthDate: '1980-06-01',
    };
    expect(grades((await match(provider, member)).json)).toEqual(['bob certain']);
    const certain = [{ name: 'onlyCertainMatches', valueBoolean: true }];
    expect(grades((await match(provider, name, certain)).json)).toEqual(['OperationOutcome ']);
    expect(await provider.refusal('POST', '/Patient/$match', { resourceType: 'Patient' })).toMatch(/^400/);
    await provider.send('PUT', '/Patient/twin', { ...ann, id: 'twin' });
    expect(grades((await match(provider, ann)).json)).toEqual(['ann probable', 'twin probable']);
    const broken = { resourceType: 'Patient', name: [null] } as unknown as Patient;
    expect((await match(provider, broken)).status).toBe(400);
    await sandbox.close();
  });
});

describe('trouble at the start', () => {
  it('names the port that is taken', async () => {
    const { sandbox } = await start();
    const port = Number(new URL(sandbox.provider.fhirBaseUrl).port);
    await expect(start({ payerPort: port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    });
    await sandbox.close();
  });

  it('names the file that is damaged, the folder that cannot be made, the definitions that are missing', async () => {
    await writeFile(join(folder, 'provider.db'), 'this is no database, and long enough to be looked at as one');
    await expect(start({ folder })).rejects.toMatchObject({ code: 'folder-corrupt' });
    await expect(start({ folder: join(folder, 'provider.db', 'x') })).rejects.toMatchObject({
      code: 'folder-unusable',
    });
    await expect(start({ definitionsFile: join(folder, 'none') })).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(start({ faults: ['sulk'] })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('in a worker', () => {
  const worker = new URL('../../../main/sandbox/worker.ts', import.meta.url);

  it('does the same over messages, with the real members', async () => {
    const sandbox = await openSandbox(worker, {
      folder,
      definitionsFile: await definitionsFile(),
      answering: { stepMs: 20 },
    });
    const provider = new Client(sandbox.provider.fhirBaseUrl);
    expect(sandbox.members.length).toBeGreaterThanOrEqual(12);
    for (const { patientId, memberId } of sandbox.members) {
      expect(await provider.ids(`/Patient?identifier=${memberId.system}|${memberId.value}`)).toEqual([patientId]);
    }
    const receipt = await sandbox.submit({ to: sandbox.payer.submitAttachmentUrl });
    expect(receipt.httpStatus).toBe(200);
    await sandbox.setFaults(['empty-body']);
    expect((await provider.get('/Patient')).text).toBe('');
    await sandbox.setFaults([]);
    await sandbox.reset();
    await expect(sandbox.submit({ to: 'nowhere' })).rejects.toMatchObject({
      code: 'invalid-input',
      next: expect.any(String),
    });
    await sandbox.close();
    await expect(provider.get('/Patient')).rejects.toThrow();
    await expect(sandbox.reset()).rejects.toMatchObject({ code: 'not-running' });
  }, 60_000);

  it('says by code why it cannot start', async () => {
    const { sandbox } = await start();
    const providerPort = Number(new URL(sandbox.provider.fhirBaseUrl).port);
    const opening = openSandbox(worker, { folder: ':memory:', definitionsFile: await definitionsFile(), providerPort });
    await expect(opening).rejects.toMatchObject({ code: 'port-in-use', next: expect.any(String) });
    await sandbox.close();
  });
});
