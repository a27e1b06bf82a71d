import type { Bundle, OperationOutcome, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from './support/fhir-server.ts';
import type { Client } from './support/http.ts';
import { record } from './support/records.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await serve(record));
});
afterAll(() => close());

const link = (bundle: Bundle, relation: string) => bundle.link?.find((one) => one.relation === relation)?.url;

async function walk(first: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let url: string | undefined = client.base + first; url; ) {
    const { json }: { json: Bundle } = await client.get(url.slice(client.base.length));
    pages.push((json.entry ?? []).map(({ resource }) => resource?.id ?? ''));
    url = link(json, 'next');
  }
  return pages;
}

describe('paging', () => {
  it('walks through every match once, whatever the order', async () => {
    const all = await client.ids('/Observation?_count=100');
    for (const order of ['', '&_sort=-date', '&_sort=code']) {
      const pages = await walk(`/Observation?_count=2${order}`);
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
      expect(pages.flat().sort()).toEqual([...all].sort());
    }
  });

  it('links back and repeats the parameters', async () => {
    const { json } = await client.get('/Observation?patient=ann&_count=2&_offset=2');
    expect(json.total).toBe(4);
    expect(link(json, 'self')).toBe(`${client.base}/Observation?patient=ann&_count=2&_offset=2`);
    expect(link(json, 'previous')).toBe(`${client.base}/Observation?patient=ann&_count=2`);
    expect(link(json, 'next')).toBeUndefined();
  });

  it('pages a POST search by GET links', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const { json } = await client.send<Bundle>('POST', '/Observation/_search', 'code=4548-4&_count=3', form);
    expect(json.entry).toHaveLength(3);
    const next = await client.get((link(json, 'next') ?? '').slice(client.base.length));
    expect(next.json.entry).toHaveLength(1);
  });

  it('counts, or does not', async () => {
    const count = await client.get('/Observation?_summary=count');
    expect([count.json.total, count.json.entry]).toEqual([5, undefined]);
    expect((await client.get('/Observation?_total=none')).json.total).toBeUndefined();
    expect((await client.get('/Observation?_count=0')).json.total).toBe(5);
  });
});

describe('what comes along', () => {
  it.each<[string, string[]]>([
    ['/Condition?_include=Condition:patient', ['ann']],
    ['/Observation?patient=ann&_include=Observation:patient', ['ann']],
    ['/Condition?_include=Condition:*', ['ann', 'doc', 'visit']],
    ['/Condition?_include=Condition:encounter&_include:iterate=Encounter:service-provider', ['org', 'visit']],
    ['/Condition?_include=Condition:encounter&_include=Encounter:service-provider', ['visit']],
    ['/Condition?_include=Condition:subject:Group', []],
    ['/Condition?_revinclude=Provenance:target', ['who']],
    ['/Condition?_revinclude=Provenance:target&_include:iterate=Provenance:agent', ['doc', 'who']],
    ['/QuestionnaireResponse?_include=QuestionnaireResponse:questionnaire', ['form']],
    ['/Patient?_id=cal&_revinclude=Observation:patient', []],
    ['/Patient?_revinclude=Observation:patient&_id=bob,ann', ['a1c-1', 'a1c-2', 'a1c-3', 'a1c-4', 'bp']],
  ])('%s', async (query, ids) => {
    expect((await client.included(query)).sort()).toEqual(ids);
  });

  it('does not count what comes along', async () => {
    const { json } = await client.get('/Condition?_revinclude=Provenance:target');
    expect([json.total, json.entry?.length]).toEqual([1, 2]);
  });

  it('gathers everything of a patient', async () => {
    const { json } = await client.get('/Patient/ann/$everything');
    const ids = (json.entry ?? []).map(({ resource }) => resource?.id).sort();
    expect(ids).toEqual(['a1c-1', 'a1c-2', 'a1c-3', 'ann', 'bp', 'diabetes', 'doc', 'note', 'org', 'visit']);
    expect((await client.get('/Patient/nobody/$everything')).status).toBe(404);
  });
});

describe('parts of resources', () => {
  const keys = async (query: string) => {
    const { json } = await client.get(query);
    return Object.keys(json.entry?.[0]?.resource ?? {}).sort();
  };

  it('keeps the elements asked for and marks the rest as missing', async () => {
    expect(await keys('/Patient?_id=ann&_elements=birthDate')).toEqual(['birthDate', 'id', 'meta', 'resourceType']);
    expect(await keys('/Observation?_id=a1c-1&_elements=value')).toContain('valueQuantity');
    const { json } = await client.get('/Patient?_id=ann&_elements=birthDate');
    expect(json.entry?.[0]?.resource?.meta?.tag?.[0]?.code).toBe('SUBSETTED');
    expect((await client.get<Patient>('/Patient/ann')).json.meta?.tag).toBeUndefined();
  });

  it('summarises', async () => {
    expect(await keys('/Observation?_id=a1c-1&_summary=true')).not.toContain('category');
    expect(await keys('/Observation?_id=a1c-1&_summary=data')).toContain('category');
  });
});

describe('refusals', () => {
  it.each([
    ['/Patient?shoe-size=4', /^400 Patient has no search parameter "shoe-size"/],
    ['/Patient?name:below=x', /^400 The modifier :below does not work with name/],
    ['/Patient?birthdate=yesterday', /^400 "yesterday" in birthdate is not a FHIR date/],
    ['/Patient?birthdate=2024-02-31', /^400/],
    ['/Observation?value-quantity=much', /^400 "much" in value-quantity is not a number/],
    ['/Patient?_sort=shoe-size', /^400 Patient cannot be sorted by "shoe-size"/],
    ['/Patient?_count=-1', /^400 _count must be a whole number/],
    ['/Patient?_include=Patient:shoe', /^400 _include names Patient:shoe/],
    ['/Observation?subject.shoe=4', /^400 Observation has no search parameter "subject.shoe"/],
    ['/Patient?_has:Shoe:owner:size=4', /^400/],
    ['/Patient?gender:missing=perhaps', /^400/],
    ['/Patient/ann/Organization', /^404 Organization is not part of the Patient compartment/],
    ['?_type=Patient,Shoe', /^404 This server does not hold the type Shoe/],
  ])('%s', async (query, text) => {
    expect(await client.refusal('GET', query)).toMatch(text);
  });

  it('names the unknown parameter and the known ones', async () => {
    const { json } = await client.get<OperationOutcome>('/Patient?shoe-size=4');
    expect(json.issue[0]).toMatchObject({ severity: 'error', code: 'not-supported', expression: ['shoe-size'] });
    expect(json.issue[0]?.diagnostics).toMatch(/birthdate.*family/);
  });

  it('takes long lists, and refuses what has no end', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => `x${at}`).join();
    expect(await client.ids(`/Patient?_id=ann,${many}`)).toEqual(['ann']);
    expect(await client.refusal('GET', `/Patient?${'link.'.repeat(9)}name=x`)).toMatch(/^400 A chain may have 8 steps/);
    const conditions = Array.from({ length: 101 }, () => 'name=m').join('&');
    expect(await client.refusal('GET', `/Patient?${conditions}`)).toMatch(/^400 A search may have 100 conditions/);
  });

  it('leaves unknown parameters out when asked to be lenient, and says so', async () => {
    const prefer = { prefer: 'handling=lenient' };
    const { status, json } = await client.get('/Patient?shoe-size=4&family=jones', prefer);
    expect(status).toBe(200);
    expect(json.total).toBe(1);
    const outcome = json.entry?.find(({ search }) => search?.mode === 'outcome')?.resource as OperationOutcome;
    expect(outcome.issue[0]).toMatchObject({ severity: 'warning', expression: ['shoe-size'] });
    expect(link(json, 'self')).not.toContain('shoe-size');
    expect((await client.get('/Patient?name:below=x', prefer)).status).toBe(400);
  });
});
