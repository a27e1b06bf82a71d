import type { Bundle } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, it } from 'vitest';
import { bearer } from './auth-client.ts';
import { bobs, SECRET, startForAnn, traces } from './two-members.ts';

// CONF-015: a token for one member opens the record of that member alone, by whatever way it is asked for.

let started: Awaited<ReturnType<typeof startForAnn>>;
let ann: Record<string, string>;

beforeEach(async () => {
  started = await startForAnn();
  ann = started.ann;
});

const get = (path: string, token = ann) => started.provider.get<Bundle>(path, token);

const everyType = [
  ...new Set(bobs.map(({ resourceType }) => resourceType)),
  'Patient',
  'Claim',
  'QuestionnaireResponse',
];

describe('what a token for Ann sees of Bob', () => {
  it('is nothing by id, by version or by history, as if it were not there', async () => {
    const paths = [
      'Patient/bob',
      'Patient/cal',
      'Observation/a1c-4',
      ...bobs.map(({ resourceType, id }) => `${resourceType}/${id}`),
    ];
    for (const path of paths) {
      for (const more of ['', '/_history/1', '/_history']) {
        const { status, text } = await get(`/${path}${more}`);
        expect([status, traces(text)], path + more).toEqual([404, []]);
      }
    }
    const [mine, nobodys] = [await get('/Condition/bobs-condition'), await get('/Condition/no-such')];
    expect(mine.text.replaceAll('bobs-condition', 'x')).toBe(nobodys.text.replaceAll('no-such', 'x'));
  });

  it('is nothing in a search of any type', async () => {
    for (const type of everyType) {
      const { status, text } = await get(`/${type}?_count=1000`);
      expect([status, traces(text)], type).toEqual([200, []]);
    }
  });

  const searches = [
    '/Condition?patient=bob',
    '/Condition?patient=Patient/bob',
    '/Condition?subject:Patient=bob',
    '/Condition?patient=ann,bob',
    '/Condition?_id=bobs-condition',
    '/Condition?_id=diabetes,bobs-condition',
    '/Observation?subject=Patient/bob',
    '/Observation?performer=Patient/ann',
    '/Observation?performer=Patient/bob&_include=Observation:performer',
    '/Observation?patient.name=Bob',
    '/Observation?patient.identifier=urn:example:member|member-bob',
    '/Condition?subject:identifier=urn:example:member|member-ann',
    '/Patient?_id=bob',
    '/Patient?name=Bob',
    '/Patient?identifier=urn:example:member|member-bob',
    '/Patient?_has:Observation:patient:_id=a1c-4',
    '/Patient?_has:Condition:patient:_id=bobs-condition',
    '/Coverage?subscriber=Patient/ann',
    '/Coverage?_include=Coverage:subscriber',
    '/Coverage?_include=Coverage:*',
    '/Communication?recipient=Patient/ann',
    '/Task?requester=Patient/ann',
    '/Task?_include=Task:focus',
    '/Task?_include=*',
    '/Task?_id=anns-task&_include=Task:focus&_include:iterate=Condition:subject&_revinclude:iterate=Provenance:target',
    '/Organization?_revinclude=Encounter:service-provider',
    '/Practitioner?_revinclude=Provenance:agent',
    '/Practitioner?_has:Provenance:agent:target=Condition/bobs-condition',
    '/Patient?_revinclude=Observation:performer',
    '/Patient?_revinclude=Group:member',
    '/Patient?_revinclude=Coverage:subscriber',
    '/Patient?_revinclude=Communication:recipient&_revinclude=Task:requester',
    '/Condition?_revinclude=Provenance:target',
    '/Condition?_include=Condition:subject',
    '/Condition?code:not=x',
    '/Condition?patient:missing=false',
    '/Condition?_sort=-_lastUpdated&_count=1&_offset=1',
    '/Patient/bob/Condition',
    '/Patient/bob/Observation?_include=Observation:subject',
    '/?_type=Condition,Observation,Patient&_count=1000',
    '/?_count=1000',
    '/DocumentReference?location=Binary/bobs-page',
    '/DocumentReference?subject=Patient/bob&_elements=content',
    '/Binary',
    '/Bundle?identifier=of-bob-alone',
    '/Provenance?target=Condition/bobs-condition',
    '/Condition?code:text=of-bob-alone',
  ];
  it('is nothing in searches of every kind', async () => {
    for (const path of searches) {
      const { status, text, json } = await get(path);
      expect([200, 400, 403], path).toContain(status);
      expect(traces(text), path).toEqual([]);
      if (status === 200) expect(json.resourceType).toBe('Bundle');
    }
  });

  it('is nothing in a search by POST, nor by HEAD', async () => {
    const headers = { ...ann, 'content-type': 'application/x-www-form-urlencoded' };
    const found = await started.provider.send<Bundle>('POST', '/Condition/_search', 'patient=bob', headers);
    expect([found.status, found.json.total]).toEqual([200, 0]);
    const all = await started.provider.send<Bundle>('POST', '/_search', '_type=Condition&_count=100', headers);
    expect(traces(all.text)).toEqual([]);
    expect((await started.provider.send('HEAD', '/Condition/bobs-condition', undefined, ann)).status).toBe(404);
  });

  it('is no number and no page either', async () => {
    const total = async (path: string) => (await get(path)).json.total;
    expect(await total('/Condition?_summary=count')).toBe(1);
    expect(await total('/Observation?_count=0')).toBe(5);
    expect(await total('/Patient?_total=accurate')).toBe(1);
    let path: string | undefined = '/Observation?_count=2';
    const seen: string[] = [];
    while (path) {
      const { json } = await get(path);
      seen.push(...(json.entry ?? []).map(({ resource }) => resource?.id ?? ''));
      path = json.link?.find(({ relation }) => relation === 'next')?.url.slice(started.provider.base.length);
    }
    expect(seen.sort()).toEqual(['a1c-1', 'a1c-2', 'a1c-3', 'bp', 'by-bob']);
  });

  it('is not told by whether something of hers is found', async () => {
    // Each of these follows a reference from her record into his; a match would say what is there.
    for (const path of [
      '/Observation?performer:Patient.birthdate=1980-06-01',
      '/Observation?performer:Patient.name=Bob',
      '/Coverage?subscriber:Patient.gender=male',
      '/Task?focus:Condition.subject=Patient/bob',
      '/Task?focus:Condition.subject:Patient.name=Bob',
      '/Practitioner?_has:Provenance:agent:target:Condition.subject=Patient/bob',
      '/Organization?_has:Encounter:service-provider:subject=Patient/bob',
    ]) {
      const { status, json } = await get(path);
      expect([status, json.total], path).toEqual([200, 0]);
      const everybody = await get(path, bearer(await started.token('system/*.rs')));
      expect(everybody.json.total, path).toBeGreaterThan(0);
    }
  });

  it('is nothing by the page of somebody who may see him', async () => {
    const everybody = bearer(await started.token('system/*.rs'));
    const first = await get('/Condition?_count=1', everybody);
    const next = first.json.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const second = await get(next.slice(started.provider.base.length));
    expect([second.status, traces(second.text)]).toEqual([200, []]);
  });

  it('is nothing by $everything and $match', async () => {
    expect((await get('/Patient/bob/$everything')).status).toBe(404);
    const own = await get('/Patient/ann/$everything');
    expect([own.status, traces(own.text)]).toEqual([200, []]);
    const resource = {
      resourceType: 'Patient',
      name: [{ family: 'Muller-Smith', given: ['Bob'] }],
      birthDate: '1980-06-01',
    };
    const wish = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] };
    const matched = await started.provider.send<Bundle>('POST', '/Patient/$match', wish, ann);
    expect([matched.status, matched.json.total]).toEqual([200, 0]);
  });

  it('is nothing in the history of a type or of everything', async () => {
    for (const path of ['/Condition/_history', '/_history', '/Patient/_history'])
      expect((await get(path)).status).toBe(403);
  });

  it('is nothing in a batch or transaction', async () => {
    const urls = [
      'Patient/bob',
      'Condition/bobs-condition',
      'Condition?patient=bob',
      'Patient/bob/$everything',
      'Patient/bob/_history',
    ];
    const entry = urls.map((url) => ({ request: { method: 'GET' as const, url } }));
    const batch = await started.provider.send<Bundle>(
      'POST',
      '/',
      { resourceType: 'Bundle', type: 'batch', entry },
      ann,
    );
    expect(batch.status).toBe(200);
    expect(batch.json.entry?.map(({ response }) => response?.status)).toEqual(['404', '404', '200', '404', '404']);
    expect(traces(batch.text)).toEqual([]);
    const one = { resourceType: 'Bundle', type: 'transaction', entry: entry.slice(0, 1) };
    const transaction = await started.provider.send('POST', '/', one, ann);
    expect([transaction.status >= 400, traces(transaction.text)]).toEqual([true, []]);
  });

  it('stays nothing when a version was hers or his', async () => {
    const everybody = bearer(await started.token('system/*.cruds'));
    const put = (id: string, subject: string, words: string) =>
      started.provider.send(
        'PUT',
        `/Condition/${id}`,
        { resourceType: 'Condition', id, subject: { reference: subject }, code: { text: words } },
        everybody,
      );
    await put('moved', 'Patient/bob', SECRET);
    await put('moved', 'Patient/ann', 'hers now');
    const history = await get('/Condition/moved/_history');
    expect([history.json.total, traces(history.text)]).toEqual([1, []]);
    expect((await get('/Condition/moved/_history/1')).status).toBe(404);
    expect((await get('/Condition/moved/_history/2')).status).toBe(200);
    await put('moved', 'Patient/bob', SECRET);
    expect((await get('/Condition/moved')).status).toBe(404);
    expect((await get('/Condition/moved/_history/3')).status).toBe(404);
    await started.provider.send('DELETE', '/Condition/moved', undefined, everybody);
    expect(traces((await get('/Condition/moved/_history')).text)).toEqual([]);
    expect((await get('/Condition/diabetes/_history')).json.total).toBe(1);
  });
});

describe('what a token for Ann is for', () => {
  it('sees her own: record, documents, Provenance, and who works there', async () => {
    for (const path of [
      'Patient/ann',
      'Condition/diabetes',
      'Encounter/visit',
      'Observation/by-bob',
      'Coverage/anns-coverage',
      'DocumentReference/note',
      'Binary/note-pdf',
      'Binary/anns-page',
      'Provenance/who',
      'Task/anns-task',
      'Claim/claim',
      'Practitioner/doc',
      'Organization/org',
      'Questionnaire/form',
    ])
      expect((await get(`/${path}`)).status, path).toBe(200);
    const found = await get('/Condition?patient=ann&_revinclude=Provenance:target&_include=Condition:asserter');
    expect(found.json.entry?.map(({ resource }) => resource?.id)).toEqual(['diabetes', 'doc', 'who']);
    const all = await get('/Patient/ann/$everything');
    expect(all.json.entry?.map(({ resource }) => resource?.id)).toEqual(
      expect.arrayContaining(['ann', 'diabetes', 'note', 'doc', 'org']),
    );
  });

  it('changes her own', async () => {
    const { json } = await started.provider.get('/Condition/diabetes', ann);
    const changed = { ...json, code: { text: 'controlled' } };
    expect((await started.provider.send('PUT', '/Condition/diabetes', changed, ann)).status).toBe(200);
    const made = await started.provider.send(
      'POST',
      '/Condition',
      { resourceType: 'Condition', subject: { reference: 'Patient/ann' } },
      ann,
    );
    expect(made.status).toBe(201);
    expect((await started.provider.send('DELETE', `/Condition/${made.json.id}`, undefined, ann)).status).toBe(204);
    const absolute = { resourceType: 'Condition', subject: { reference: `${started.provider.base}/Patient/ann` } };
    expect((await started.provider.send('POST', '/Condition', absolute, ann)).status).toBe(201);
  });

  it('holds for user scopes with a chosen member alike', async () => {
    const user = await started.signedIn('ann', 'user/*.cruds');
    expect((await get('/Condition/bobs-condition', user)).status).toBe(404);
    expect((await get('/Condition', user)).json.total).toBe(1);
    const bob = await started.signedIn('bob', 'user/Condition.rs');
    expect((await get('/Condition/bobs-condition', bob)).status).toBe(200);
    expect((await get('/Condition/diabetes', bob)).status).toBe(404);
  });
});
