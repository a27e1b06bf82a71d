import { describe, expect, it } from 'vitest';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import { copyTask } from '../../../shared/cdex/copy-task.ts';
import { mergeRequest, requestOf } from '../../../shared/cdex/request-of-task.ts';
import type { TaskRequest } from '../../../shared/domain/task-request.ts';
import { generateRequest, kindsAndVersions } from './generate-requests.ts';
import { attachmentRequestByCode, everyKind, queryRequest } from './requests.ts';
import { attachmentRequest, coded, dataRequest, query } from './samples.ts';

const now = '2024-05-01T10:00:00.000Z';
const context = { cdexVersion: 'ci' as const, now };

describe('reading a request back from its Task', () => {
  it.each(kindsAndVersions)('gives the %s as it was, written for %s', (kind, cdexVersion) => {
    for (let seed = 0; seed < 100; seed++) {
      const request = generateRequest(seed, kind, cdexVersion);
      const task = buildTask(request, { cdexVersion, now });
      expect(requestOf(task)).toEqual({ request, kept: [] });
      expect(requestOf(JSON.parse(JSON.stringify(task))).request).toEqual(request);
    }
  });

  it('gives whole requests as they were', () => {
    for (const request of everyKind()) expect(requestOf(buildTask(request, context))).toEqual({ request, kept: [] });
  });

  it('names what the form has no field for, and nothing of the life of the Task', () => {
    const task = dataRequest({
      id: 'T1',
      meta: {
        profile: [
          'http://hl7.org/fhir/us/davinci-cdex/StructureDefinition/cdex-task-data-request',
          'http://x.example/p',
        ],
        versionId: '3',
      },
      status: 'completed',
      priority: 'urgent',
      reasonReference: { identifier: { system: 's', value: 'C-1', period: { start: '2024' } }, display: 'The claim' },
      for: {
        identifier: {
          type: { ...coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), text: 'Member' },
          value: 'M',
        },
      },
      input: [query('Condition?patient=1'), { type: coded('http://x.example', 'more'), valueString: 'x' }],
      output: [{ type: coded('http://x.example', 'data-value'), valueReference: { reference: 'Bundle/1' } }],
      lastModified: now,
    });
    expect(requestOf(task)).toEqual({
      request: {
        kind: 'data-request-query',
        query: 'Condition?patient=1',
        member: 'M',
        requester: 'http://payer.example/ids|P-1',
        owner: 'http://hl7.org/fhir/sid/us-npi|1999999984',
        claim: 's|C-1',
      },
      kept: ['Task.meta.profile[1]', 'Task.reasonReference.identifier.period', 'Task.input[1]', 'Task.priority'],
    });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'Task'],
    ['an empty Task', { resourceType: 'Task' }],
    [
      'a Task with things in wrong places',
      { resourceType: 'Task', code: 'x', for: [1], input: { a: 1 }, contained: [null, 3], meta: [] },
    ],
  ])('copes with %s', (_, task) => {
    expect(Object.values(requestOf(task).request).filter((one) => one !== undefined)).toEqual([]);
    expect(() => mergeRequest(task, {}, queryRequest(), context)).not.toThrow();
  });

  it('knows the kind of an older Task by its input', () => {
    const old = coded('http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', 'data-request');
    expect(requestOf(dataRequest({ code: old })).request.kind).toBe('data-request-query');
    const older = coded('http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', 'attachment-request');
    expect(requestOf(attachmentRequest({ code: older })).request.kind).toBe('attachment-request-code');
  });
});

describe('laying a form over a Task edited by hand', () => {
  it('changes nothing when the form changed nothing', () => {
    const task = dataRequest({ priority: 'urgent' });
    const { request } = requestOf(task);
    expect(mergeRequest(task, request, structuredClone(request), context)).toBe(task);
  });

  it.each(kindsAndVersions)('does to a %s of %s what building it anew does', (kind, cdexVersion) => {
    for (let seed = 0; seed < 40; seed++) {
      const [before, after] = [
        generateRequest(seed, kind, cdexVersion),
        generateRequest(seed + 1000, kind, cdexVersion),
      ];
      const written = { cdexVersion, now };
      const merged = mergeRequest(buildTask(before, written), before, after, written);
      expect(requestOf(merged)).toEqual({ request: after, kept: [] });
    }
  });

  it.each(kindsAndVersions)('keeps in a %s of %s what the form does not know, there and back', (kind, cdexVersion) => {
    const mark = { url: 'http://x.example/mark', valueString: 'kept' };
    for (let seed = 0; seed < 40; seed++) {
      const [before, after] = [
        generateRequest(seed, kind, cdexVersion),
        generateRequest(seed + 1000, kind, cdexVersion),
      ];
      const written = { cdexVersion, now };
      const built = buildTask(before, written);
      const other = { type: coded('http://x.example', 'other'), valueString: 'kept' };
      const task = {
        ...built,
        extension: [mark],
        meta: { ...built.meta, security: [{ system: 's', code: 'R' }] },
        restriction: { ...built.restriction, repetitions: 2 },
        input: [other, ...(built.input ?? [])],
        note: [{ text: 'By hand' }],
      };
      const there = mergeRequest(task, before, after, written) as typeof task;
      expect(there).toMatchObject({ extension: [mark], restriction: { repetitions: 2 }, note: task.note });
      expect(there.input).toContainEqual(other);
      expect(requestOf(there).request).toEqual(after);
      const back = mergeRequest(there, after, before, written);
      expect(requestOf(back)).toEqual(requestOf(task));
    }
  });

  it('drops what was said of the old thing when a new one takes its place', () => {
    const task = dataRequest({
      owner: { reference: 'Organization/1', type: 'Organization', display: 'The clinic' },
      input: [{ ...query('Condition?patient=1'), extension: [{ url: 'http://x.example', valueString: 'kept' }] }],
    });
    const { request: before } = requestOf(task);
    const after = { ...before, owner: 'Practitioner/2', query: 'Observation?patient=1' } as TaskRequest;
    expect(mergeRequest(task, before, after, context)).toEqual({
      ...task,
      owner: { reference: 'Practitioner/2' },
      input: [{ ...query('Observation?patient=1'), extension: [{ url: 'http://x.example', valueString: 'kept' }] }],
    });
  });

  it('takes away what the form takes away, and keeps the rest in place', () => {
    const before = attachmentRequestByCode();
    const task = buildTask(before, context);
    const merged = mergeRequest(
      { ...task, priority: 'urgent' },
      before,
      {
        ...before,
        attachments: before.attachments.slice(1),
        due: undefined,
        purposeOfUse: undefined,
        workQueue: undefined,
      },
      context,
    ) as typeof task;
    expect(merged.input?.length).toBe((task.input?.length ?? 0) - 2);
    expect(merged).not.toHaveProperty('restriction');
    expect(merged.meta).toEqual({ profile: task.meta?.profile });
    expect(merged.priority).toBe('urgent');
  });

  it('keeps the words of the version the Task is written in', () => {
    const before = attachmentRequestByCode();
    const old = buildTask(before, { cdexVersion: '2.0', now });
    const { request } = requestOf(old);
    const merged = mergeRequest(
      old,
      request,
      { ...request, payerUrl: 'https://b.example/$submit-attachment' } as TaskRequest,
      { cdexVersion: '2.1', now },
    );
    expect(merged).toEqual(
      buildTask({ ...before, payerUrl: 'https://b.example/$submit-attachment' }, { cdexVersion: '2.0', now }),
    );
  });

  it('gives the Task of the form where there is no Task', () => {
    expect(mergeRequest(undefined, {}, queryRequest(), context)).toEqual(buildTask(queryRequest(), context));
  });
});

describe('copying a Task into a new request', () => {
  it('leaves the life of the old one behind, and what only its outputs name', () => {
    const bundle = { resourceType: 'Bundle', id: 'results', type: 'searchset' };
    const permit = { resourceType: 'ServiceRequest', id: 'permit', subject: { reference: '#who' } };
    const who = { resourceType: 'Patient', id: 'who' };
    const request = dataRequest({ basedOn: [{ reference: '#permit' }], contained: [permit, who] });
    const task = {
      ...request,
      id: 'T1',
      meta: { ...(request.meta as object), versionId: '4', lastUpdated: now, source: '#abc' },
      contained: [bundle, permit, who],
      status: 'failed',
      statusReason: { text: 'No' },
      businessStatus: { text: 'No' },
      lastModified: now,
      output: [{ type: coded('x', 'data-value'), valueReference: { reference: '#results' } }],
    };
    expect(copyTask(task, now)).toEqual({ ...request, authoredOn: now });
    expect(copyTask(7, now)).toBe(7);
  });
});
