import type { Bundle, Resource } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, it } from 'vitest';
import { bearer } from './auth-client.ts';
import { startForAnn, traces } from './two-members.ts';

// CONF-015: a token for one member changes the record of that member alone, by whatever way it is asked for.

let started: Awaited<ReturnType<typeof startForAnn>>;
let ann: Record<string, string>;

beforeEach(async () => {
  started = await startForAnn();
  ann = started.ann;
});

const get = (path: string, token = ann) => started.provider.get<Bundle>(path, token);

describe('what a token for Ann does to Bob', () => {
  const send = <T = Resource>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    started.provider.send<T>(method, path, body, { ...ann, ...headers });
  const bobsCondition = { resourceType: 'Condition', subject: { reference: 'Patient/bob' }, code: { text: 'x' } };

  it('is nothing: she creates, changes, patches and deletes in her own record alone', async () => {
    const before = await started.provider.get('/Condition?_count=100', bearer(await started.token('system/*.rs')));
    expect((await send('POST', '/Condition', bobsCondition)).status).toBe(403);
    expect((await send('POST', '/Condition', { ...bobsCondition, subject: { display: 'nobody' } })).status).toBe(403);
    expect((await send('PUT', '/Condition/bobs-condition', { ...bobsCondition, id: 'bobs-condition' })).status).toBe(
      404,
    );
    const stolen = { ...bobsCondition, id: 'bobs-condition', subject: { reference: 'Patient/ann' } };
    expect((await send('PUT', '/Condition/bobs-condition', stolen)).status).toBe(404);
    expect((await send('PUT', '/Condition/bobs-condition', stolen, { 'if-match': 'W/"9"' })).status).toBe(404);
    expect((await send('PUT', '/Condition/new-one', { ...stolen, id: 'new-one' })).status).toBe(404);
    const moved = { ...bobsCondition, id: 'diabetes' };
    expect((await send('PUT', '/Condition/diabetes', moved)).status).toBe(403);
    const patch = [{ op: 'replace', path: '/subject/reference', value: 'Patient/bob' }];
    const patchType = { 'content-type': 'application/json-patch+json' };
    expect((await send('PATCH', '/Condition/diabetes', JSON.stringify(patch), patchType)).status).toBe(403);
    expect((await send('PATCH', '/Condition/bobs-condition', JSON.stringify(patch), patchType)).status).toBe(404);
    expect((await send('DELETE', '/Condition/bobs-condition')).status).toBe(404);
    expect((await send('DELETE', '/Condition?_id=bobs-condition')).status).toBeLessThan(500);
    expect((await send('PUT', '/Condition?code:text=of-bob-alone', bobsCondition)).status).toBeGreaterThan(399);
    const after = await started.provider.get('/Condition?_count=100', bearer(await started.token('system/*.rs')));
    expect(after.json).toEqual(before.json);
  });

  it('is nothing through what is everybody’s', async () => {
    for (const [path, body] of [
      ['/Practitioner', { resourceType: 'Practitioner' }],
      ['/Organization', { resourceType: 'Organization', name: 'x' }],
      ['/Patient', { resourceType: 'Patient' }],
      ['/Binary', { resourceType: 'Binary', contentType: 'text/plain' }],
      [
        '/Group',
        { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: { reference: 'Patient/ann' } }] },
      ],
    ] as const)
      expect((await send('POST', path, body)).status, path).toBe(403);
    // her own identifiers decide which logical references are hers
    const grown = {
      resourceType: 'Patient',
      id: 'ann',
      identifier: [{ system: 'urn:example:member', value: 'member-bob' }],
    };
    expect((await send('PUT', '/Patient/ann', grown)).status).toBe(404);
    expect((await send('DELETE', '/Patient/ann')).status).toBe(404);
  });

  const ask = (who: object, query: string) =>
    send('POST', '/Task', {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      code: {
        coding: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', code: 'data-request-query' }],
      },
      for: who,
      authoredOn: '2026-03-01',
      requester: { identifier: { value: 'payer' } },
      owner: { identifier: { value: 'clinic' } },
      input: [
        {
          type: {
            coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-query' }],
          },
          valueString: query,
        },
      ],
    });
  /** The Task once the provider is done with it. */
  const worked = async (id: string) => {
    for (let step = 0; step < 4; step += 1) {
      started.clock.advance(1000);
      await get('/Task');
    }
    return get(`/Task/${id}`);
  };

  it('is nothing through a link: what nobody has is not hers because she points at it', async () => {
    const link = (url: string) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: 'Patient/ann' },
      content: [{ attachment: { url } }],
    });
    const base = started.sandbox.provider.fhirBaseUrl;
    for (const key of ['Binary/stray-page', 'Bundle/loose-bundle', 'Binary/bobs-page', 'Binary/not-there-yet'])
      for (const url of [key, `${base}/${key}`]) {
        expect((await send('POST', '/DocumentReference', link(url))).status, url).toBe(403);
        expect((await get(`/${key}`)).status, url).toBe(404);
      }
    const patch = JSON.stringify([{ op: 'replace', path: '/content/0/attachment/url', value: 'Binary/stray-page' }]);
    const patchType = { 'content-type': 'application/json-patch+json' };
    expect((await send('PATCH', '/DocumentReference/anns-letter', patch, patchType)).status).toBe(403);
    expect((await get('/Binary/stray-page')).status).toBe(404);
    expect((await send('POST', '/DocumentReference', link('Binary/anns-page'))).status).toBe(201);
    // a link that was there before may stay, though it opens nothing
    const { json } = await get('/DocumentReference/anns-letter');
    expect((await send('PUT', '/DocumentReference/anns-letter', { ...json, description: 'mine' })).status).toBe(200);
  });

  it.each([
    'Condition?subject:identifier=urn:example:member|member-ann',
    'Condition?patient=ann&_revinclude=Provenance:target',
    'DocumentReference?patient=ann',
  ])('is nothing through a Task that asks for %s', async (query) => {
    const { json } = await ask({ reference: 'Patient/ann' }, query);
    const done = await worked(String(json.id));
    expect(done.json).toMatchObject({ status: 'completed' });
    expect(traces(done.text)).toEqual([]);
  });

  it('is nothing through a Task: the provider asks for her data alone', async () => {
    expect((await ask({ reference: 'Patient/bob' }, 'Condition?patient=bob')).status).toBe(403);
    expect(
      (await ask({ identifier: { system: 'urn:example:member', value: 'member-bob' } }, 'Condition?patient=bob'))
        .status,
    ).toBe(403);
    const { status, json } = await ask({ reference: 'Patient/ann' }, 'Condition?patient=bob');
    expect(status).toBe(201);
    const done = await worked(String(json.id));
    expect(done.json).toMatchObject({ status: 'rejected' });
    expect(traces(done.text)).toEqual([]);
  });

  it('is nothing through a transaction, of which nothing stays', async () => {
    const entry = [
      {
        request: { method: 'POST', url: 'Condition' },
        resource: { ...bobsCondition, subject: { reference: 'Patient/ann' } },
      },
      { request: { method: 'POST', url: 'Condition' }, resource: bobsCondition },
    ];
    const { status } = await send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry });
    expect(status).toBe(403);
    expect((await get('/Condition')).json.total).toBe(1);
    const conditional = [
      {
        request: { method: 'POST', url: 'Condition' },
        resource: { ...bobsCondition, subject: { reference: 'Patient?identifier=urn:example:member|member-bob' } },
      },
    ];
    const guessed = await send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry: conditional });
    expect([guessed.status >= 400, traces(guessed.text)]).toEqual([true, []]);
    const batch = await send<Bundle>('POST', '/', { resourceType: 'Bundle', type: 'batch', entry });
    expect(batch.json.entry?.map(({ response }) => response?.status)).toEqual(['201', '403']);
  });
});
