import type { Bundle, List, Task } from '@medplum/fhirtypes';
import { afterEach, describe, expect, it } from 'vitest';
import { systems } from '../../../shared/cdex/codes.ts';
import type { FaultOf } from '../../../shared/domain/sandbox-faults.ts';
import { taskFaults } from '../../../shared/domain/sandbox-task-faults.ts';
import { dataRequest, input } from './support/requests.ts';
import { start } from './support/sandbox.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function under(...faults: FaultOf<'task'>[]) {
  const started = await start({ faults });
  closing.push(() => started.sandbox.close());
  const { provider, clock } = started;
  const create = (task = dataRequest()) => provider.send<Task>('POST', '/Task', task);
  const read = async (id: string | undefined) => (await provider.get<Task>(`/Task/${id}`)).json;
  /** Statuses step by step, the first one as created. */
  const road = async (steps: number, task = dataRequest()) => {
    const created = (await create(task)).json;
    const seen = [created.status];
    for (let time = 0; time < steps; time += 1) {
      clock.advance(1000);
      seen.push((await read(created.id)).status);
    }
    return { id: created.id, seen };
  };
  const ended = async () => {
    const { id } = await road(3);
    return read(id);
  };
  return { ...started, create, read, road, ended };
}

const tried = new Set<string>();
const fault = (name: FaultOf<'task'>, work: (started: Awaited<ReturnType<typeof under>>) => Promise<void>) => {
  tried.add(name);
  it(name, async () => work(await under(name)));
};

describe('a create under a fault', () => {
  fault('create-200', async ({ create }) => {
    const { status, headers, json } = await create();
    expect([status, headers.get('location')]).toEqual([200, expect.stringContaining(`/Task/${json.id}/`)]);
  });
  fault('create-no-location', async ({ create }) => {
    const { status, headers, json } = await create();
    expect([status, headers.get('location'), json.status]).toEqual([201, null, 'requested']);
  });
  fault('create-other-id', async ({ create, provider }) => {
    const { headers, json } = await create();
    const path = headers.get('location')?.slice(provider.base.length) ?? '';
    expect(path).not.toContain(json.id);
    expect((await provider.get(path)).status).toBe(404);
  });
  fault('create-changed', async ({ create, read }) => {
    const flag = input(systems.cdex, 'signature-flag', { valueBoolean: true });
    const { json } = await create(dataRequest({ input: [...(dataRequest().input ?? []), flag] }));
    expect(json.input?.map(({ valueString }) => valueString)).toEqual(['Condition?patient=Patient/ann&_count=1']);
    expect((await read(json.id)).input).toEqual(json.input);
  });
  fault('create-accepted', async ({ road }) => {
    expect((await road(2)).seen).toEqual(['accepted', 'in-progress', 'completed']);
  });
  fault('create-empty', async ({ create, provider }) => {
    const { status, headers, text } = await create();
    expect([status, text]).toEqual([201, '']);
    const path = headers.get('location')?.slice(provider.base.length) ?? '';
    expect((await provider.get<Task>(path)).json.status).toBe('requested');
  });
  fault('task-old-code', async ({ create, road }) => {
    const { json } = await create();
    expect(json.code?.coding).toEqual([{ system: systems.hrex, code: 'data-request' }]);
    expect((await road(3)).seen.at(-1)).toBe('completed');
  });
});

describe('a Task under a fault', () => {
  fault('task-rejects', async ({ road, read }) => {
    const { id, seen } = await road(1);
    expect([seen.at(-1), (await read(id)).statusReason?.text]).toEqual([
      'rejected',
      expect.stringContaining('no requests'),
    ]);
  });
  fault('task-fails', async ({ road, read }) => {
    const { id, seen } = await road(3);
    expect([seen.at(-1), (await read(id)).statusReason?.text]).toEqual(['failed', expect.stringContaining('failed')]);
  });
  fault('task-holds', async ({ road, clock }) => {
    const { seen } = await road(5);
    expect(seen).toEqual(['requested', 'accepted', 'in-progress', 'on-hold', 'in-progress', 'completed']);
    expect(clock.waiting).toBe(0);
  });
  fault('task-reopens', async ({ road, read, clock }) => {
    const { id, seen } = await road(5);
    expect(seen).toEqual(['requested', 'accepted', 'in-progress', 'completed', 'in-progress', 'completed']);
    const { contained, output } = await read(id);
    expect([contained?.length, output?.length, clock.waiting]).toEqual([1, 1, 0]);
  });
  fault('task-stalls', async ({ road, read, clock, sandbox }) => {
    const { id, seen } = await road(6);
    expect([seen.at(-1), clock.waiting]).toEqual(['in-progress', 0]);
    await sandbox.setFaults([]);
    clock.advance(1000);
    expect((await read(id)).status).toBe('completed');
  });
});

describe('an output under a fault', () => {
  fault('output-wrong-code', async ({ ended }) => {
    const { output, contained } = await ended();
    expect([output?.[0]?.type.coding?.[0]?.code, contained?.length]).toEqual(['result', 1]);
  });
  fault('output-missing', async ({ ended }) => {
    const { status, output, contained } = await ended();
    expect([status, output, contained]).toEqual(['completed', undefined, undefined]);
  });
  fault('output-loops', async ({ ended, provider }) => {
    const { id, output } = await ended();
    const [list, itself] = output ?? [];
    expect(itself?.valueReference?.reference).toBe(`Task/${id}`);
    const follow = async (reference = '') =>
      (await provider.get<List>(`/${reference}`)).json.entry?.[0]?.item.reference;
    const first = list?.valueReference?.reference;
    const second = await follow(first);
    expect(second).not.toBe(first);
    expect(await follow(second)).toBe(first);
  });
  fault('output-foreign', async ({ ended, provider }) => {
    const url = (await ended()).output?.[0]?.valueReference?.reference ?? '';
    expect(new URL(url).origin).not.toBe(new URL(provider.base).origin);
    const bundle = (await (await fetch(url)).json()) as Bundle;
    expect(bundle.entry?.[0]?.resource?.id).toBe('diabetes');
  });
  fault('output-logical', async ({ ended }) => {
    const { valueReference } = (await ended()).output?.[0] ?? {};
    expect([valueReference?.reference, valueReference?.identifier?.value]).toEqual([undefined, expect.any(String)]);
  });
  fault('output-gone', async ({ ended, provider }) => {
    const reference = (await ended()).output?.[0]?.valueReference?.reference;
    expect((await provider.get(`/${reference}`)).status).toBe(404);
  });
});

describe('a poll under a fault', () => {
  fault('poll-429', async ({ create, provider }) => {
    const { json } = await create();
    for (const path of [`/Task/${json.id}`, '/Task?status=requested']) {
      const { status, headers } = await provider.get(path);
      expect([status, headers.get('retry-after')]).toEqual([429, '120']);
    }
    expect((await provider.get('/Patient/ann')).status).toBe(200);
  });
  fault('poll-no-304', async ({ create, provider }) => {
    const { json } = await create();
    const known = { 'if-none-match': `W/"${json.meta?.versionId}"` };
    expect((await provider.get(`/Task/${json.id}`, known)).status).toBe(200);
  });
  fault('poll-jumps', async ({ road, read, provider }) => {
    const { id } = await road(1);
    expect((await read(id)).meta?.versionId).toBe('4');
    expect((await provider.get(`/Task/${id}/_history`)).json.total).toBe(4);
  });
});

it('every fault of Tasks is tried here', () => {
  expect([...tried].sort()).toEqual(taskFaults.map(({ name }) => name).sort());
});
