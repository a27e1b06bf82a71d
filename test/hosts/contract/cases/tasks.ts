import { expect } from 'vitest';
import type { FetchedOutputs, TaskDraft, TaskReceipt } from '../../../../shared/contract/tasks.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { get, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const request = {
  kind: 'data-request-query',
  query: 'Condition?patient=cdex-example-patient',
  patientId: 'nora',
  member: 'https://plan.example/members|M-100',
  requester: 'https://plan.example/payers|P-1',
  owner: 'http://hl7.org/fhir/sid/us-npi|1234567893',
};

export const taskCases: readonly Case[] = [
  {
    name: 'tasks.draft builds and checks a Task, and sends nothing',
    async run(host, { base, requests }) {
      const before = requests.length;
      const draft = await get<TaskDraft>(host, 'tasks.draft', { partner: { baseUrl: base }, request });
      expect(draft.task).toMatchObject({ resourceType: 'Task', status: 'requested', intent: 'order' });
      expect(JSON.stringify(draft.task)).toContain(request.query);
      expect(draft.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(requests.length).toBe(before);
      const { requester: _left, ...partial } = request;
      const failure = await refused(host, 'tasks.draft', { partner: { baseUrl: base }, request: partial });
      expect([failure.code, failure.message]).toEqual(['invalid-input', expect.stringContaining('requester')]);
    },
  },
  {
    name: 'a Task is sent, kept, read again until it is completed, and its output fetched',
    async run(host, { base, requests }) {
      const partner = { baseUrl: base };
      const sent = await get<TaskReceipt>(host, 'tasks.request', { partner, request, profile: 'manual' });
      expect(sent).toMatchObject({ taskId: 't1', httpStatus: 201, task: { resourceType: 'Task', id: 't1' } });
      const posted = requests.findLast(({ method }) => method === 'POST');
      expect(JSON.parse(posted?.body ?? '{}')).toMatchObject({ resourceType: 'Task', status: 'requested' });
      expect(await get(host, 'tasks.get', { id: sent.id })).toMatchObject({ status: 'requested', baseUrl: base });
      const polled = await get<TaskRecord>(host, 'tasks.poll', { id: sent.id });
      expect(polled).toMatchObject({ status: 'completed', polls: [{ result: 'new-version' }] });
      const listed = await get<TaskRecord[]>(host, 'tasks.list', { status: 'completed' });
      expect(listed.map(({ id }) => id)).toContain(sent.id);
      const fetched = await get<FetchedOutputs>(host, 'tasks.fetch', { id: sent.id });
      expect(fetched).toMatchObject({
        status: 'completed',
        findings: [],
        outputs: [
          { reference: 'DocumentReference/d1', resourceType: 'DocumentReference' },
          { as: 'document', of: 0, contentType: 'text/plain', bytes: 6 },
        ],
      });
    },
  },
  {
    name: 'a Task that breaks a rule is not sent, and one that is unknown is not found',
    async run(host, { base, requests }) {
      const before = requests.length;
      const broken = { ...request, workQueue: ['  '] };
      const input = { partner: { baseUrl: base }, request: broken };
      expect((await refused(host, 'tasks.request', input)).code).toBe('invalid-input');
      expect(requests.length).toBe(before);
      for (const name of ['tasks.get', 'tasks.poll', 'tasks.fetch'])
        expect((await refused(host, name, { id: 'nobody' })).code, name).toBe('not-found');
    },
  },
];
