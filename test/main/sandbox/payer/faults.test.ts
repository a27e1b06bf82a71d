import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultOf } from '../../../../shared/domain/sandbox-faults.ts';
import { payerFaults } from '../../../../shared/domain/sandbox-push-faults.ts';
import { note, type Said, startPayer, submission } from './submission.ts';

let payer: Awaited<ReturnType<typeof startPayer>>;
beforeAll(async () => {
  payer = await startPayer();
});
afterAll(() => payer.sandbox.close());
beforeEach(async () => {
  await payer.sandbox.setFaults([]);
  await payer.sandbox.reset();
});

interface Met {
  status: number;
  type: string | null;
  headers: Headers;
  text: string;
}

/** A submission under a fault, and how much was kept of it. */
async function meet(said?: Said): Promise<Met> {
  const response = await fetch(payer.sandbox.payer.submitAttachmentUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(submission(said)),
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, headers: response.headers, text: await response.text() };
}

const tried = new Set<string>();
const fault = (name: FaultOf<'payer'>, work: () => Promise<void>) => {
  tried.add(name);
  it(name, async () => {
    await payer.sandbox.setFaults([name]);
    await work();
  });
};

const fhir = 'application/fhir+json; charset=utf-8';
const html = 'text/html; charset=utf-8';
const issueOf = (text: string) => JSON.parse(text).issue[0];

describe('in place of an answer, and nothing is kept', () => {
  fault('payer-fatal-200', async () => {
    const { status, type, text } = await meet();
    expect([status, type, issueOf(text).severity]).toEqual([200, fhir, 'fatal']);
    expect(await payer.stored()).toBe(0);
  });
  fault('payer-html-500', async () => {
    expect(await meet()).toMatchObject({ status: 500, type: html, text: expect.stringContaining('<h1>') });
    expect(await payer.stored()).toBe(0);
  });
  fault('payer-html-200', async () => {
    expect(await meet()).toMatchObject({ status: 200, type: html, text: expect.stringContaining('<h1>') });
    expect(await payer.stored()).toBe(0);
  });
  const refusals: [FaultOf<'payer'>, number, string][] = [
    ['payer-401', 401, 'login'],
    ['payer-403', 403, 'forbidden'],
    ['payer-404', 404, 'not-found'],
    ['payer-409', 409, 'conflict'],
    ['payer-415', 415, 'not-supported'],
    ['payer-422', 422, 'processing'],
    ['payer-429', 429, 'throttled'],
  ];
  for (const [name, status, code] of refusals)
    fault(name, async () => {
      const met = await meet();
      expect([met.status, met.type, issueOf(met.text).code]).toEqual([status, fhir, code]);
      expect(met.headers.get('retry-after')).toBe(status === 429 ? '30' : null);
      expect(met.headers.get('www-authenticate')?.split(' ')[0]).toBe(status === 401 ? 'Bearer' : undefined);
      expect(await payer.stored()).toBe(0);
    });
  fault('payer-drop-before', async () => {
    await expect(meet()).rejects.toThrow('fetch failed');
    expect(await payer.stored()).toBe(0);
  });
  fault('payer-503-once', async () => {
    const first = await meet();
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await payer.stored()).toBe(0);
    expect((await meet()).status).toBe(200);
    expect(await payer.stored()).toBe(1);
    await payer.sandbox.setFaults(['payer-503-once']);
    expect((await meet()).status).toBe(503);
  });
});

describe('by a rule of the payer', () => {
  fault('payer-hold', async () => {
    const { status, text } = await meet({ trackingId: { system: 'urn:example:claims', value: 'claim-ann' } });
    expect([status, issueOf(text).details.text]).toEqual([200, expect.stringMatching(/held/)]);
    expect(await payer.about()).toEqual([[]]);
  });
  fault('payer-reject', async () => {
    const { status, text } = await meet();
    expect([status, issueOf(text)]).toMatchObject([400, { severity: 'error', code: 'business-rule' }]);
    expect(await payer.stored()).toBe(0);
  });
  fault('payer-signature', async () => {
    const { status, text } = await meet();
    expect([status, issueOf(text).code]).toEqual([400, 'business-rule']);
    expect(issueOf(text).details.text).toMatch(/signature/);
    const signature = {
      type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.5' }],
      when: '2026-01-01T00:00:00Z',
      who: { identifier: { value: '1' } },
      data: 'YQ==',
    };
    const bundle = { resourceType: 'Bundle', type: 'collection', signature };
    const form = {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature',
          valueSignature: signature,
        },
      ],
    };
    for (const content of [bundle, form]) expect((await meet({ content })).status).toBe(200);
  });
  fault('payer-413', async () => {
    const large = { content: note('x'.repeat(1_000_000)) };
    const { status, text } = await meet(large);
    expect([status, issueOf(text)]).toMatchObject([413, { code: 'too-long' }]);
    expect(issueOf(text).diagnostics).toMatch(/Split the attachments/);
    const packed = await fetch(payer.sandbox.payer.submitAttachmentUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(submission(large))),
    });
    expect(packed.status).toBe(413);
    const declared = await payer.payer.get('/metadata');
    expect(declared.text).toMatch(/The limit is 1048576 bytes \(1 MB\)/);
    expect((await meet()).status).toBe(200);
    await payer.sandbox.setFaults([]);
    expect((await meet(large)).status).toBe(200);
  });
});

describe('kept, and answered as it should not be', () => {
  fault('payer-drop', async () => {
    await expect(meet()).rejects.toThrow('fetch failed');
    expect(await payer.stored()).toBe(1);
    await payer.sandbox.setFaults([]);
    expect(issueOf((await meet()).text).details.text).toMatch(/kept before/);
  });
  fault('payer-empty-200', async () => {
    expect(await meet()).toMatchObject({ status: 200, type: null, text: '' });
    expect(await payer.stored()).toBe(1);
  });
  fault('payer-wrong-type', async () => {
    const { status, type, text } = await meet();
    expect([status, type, issueOf(text).severity]).toEqual([200, 'text/plain; charset=utf-8', 'information']);
    expect(await payer.stored()).toBe(1);
  });
  fault('payer-echo', async () => {
    const { status, type, text } = await meet();
    expect([status, type, JSON.parse(text)]).toEqual([200, fhir, submission()]);
    expect(await payer.stored()).toBe(1);
  });
  fault('payer-slow', async () => {
    const before = performance.now();
    expect((await meet()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(1_900);
  });
});

describe('around the operation', () => {
  fault('payer-wrong-endpoint', async () => {
    const { fhirBaseUrl } = payer.sandbox.payer;
    const read = async () => (await fetch(`${fhirBaseUrl}/.well-known/davinci-configuration`)).json();
    const code = 'davinci_cdex_attachsubmit_endpoint#2.1';
    const wrong = (await read()).endpoints[code];
    const sent = await fetch(`${wrong}/$submit-attachment`, { method: 'POST', body: '{}' });
    expect(sent.status).toBe(404);
    expect((await meet()).status).toBe(200);
    await payer.sandbox.setFaults([]);
    expect((await read()).endpoints[code]).toBe(fhirBaseUrl);
  });

  it('faults of submissions leave the rest of the payer alone, and add up', async () => {
    await payer.sandbox.setFaults(['payer-hold', 'payer-401', 'payer-404']);
    expect((await payer.payer.get('/Claim')).status).toBe(200);
    expect((await payer.payer.send('POST', '/DocumentReference', note())).status).toBe(201);
    expect((await meet()).status).toBe(401);
    await payer.sandbox.setFaults(['payer-hold', 'payer-echo']);
    expect((await meet({ day: '2023-03-01' })).text).toContain('"Parameters"');
    expect(await payer.about()).toEqual([[]]);
  });
});

it('each of them is tried here', () => {
  expect([...tried].sort()).toEqual(payerFaults.map(({ name }) => name).sort());
});
