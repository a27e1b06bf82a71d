import { expect } from 'vitest';
import type { Snapshot } from '../../../../shared/contract/host.ts';
import type { FoundPatients } from '../../../../shared/contract/patients.ts';
import type { CancelAdvice, ManyReceipts, ReadRequest, TaskReceipt } from '../../../../shared/contract/tasks.ts';
import type { TaskDetail } from '../../../../shared/domain/task.ts';
import type { TaskDraftRecord } from '../../../../shared/domain/task-request.ts';
import { get, refused } from '../host.ts';
import type { Case } from '../suite.ts';

/** The partner names a Task after its member, so that cases do not meet. */
const request = (member: string) => ({
  kind: 'data-request-query',
  query: 'Condition?patient=cdex-example-patient',
  member: `https://plan.example/members|${member}`,
  requester: 'https://plan.example/payers|P-1',
  owner: 'http://hl7.org/fhir/sid/us-npi|1234567893',
});

export const taskSendingCases: readonly Case[] = [
  {
    name: 'a request that was begun is kept until it is sent, and can be read back from its Task',
    async run(host, { base }) {
      const asked = request('t-draft');
      const draft = await get<TaskDraftRecord>(host, 'tasks.saveDraft', { title: 'Conditions', request: asked });
      expect((await get<Snapshot>(host, 'host.snapshot')).draft).toContainEqual(draft);
      const input = { partner: { baseUrl: base }, request: asked, profile: 'manual', draftId: draft.id };
      const sent = await get<TaskReceipt>(host, 'tasks.request', input);
      expect([sent.taskId, sent.oddities]).toEqual(['t-draft', []]);
      expect((await get<Snapshot>(host, 'host.snapshot')).draft).not.toContainEqual(draft);
      expect(await get(host, 'tasks.removeDraft', { id: draft.id })).toEqual({ removed: false });
      const back = await get<ReadRequest>(host, 'tasks.readRequest', { id: sent.id });
      expect(back.request).toMatchObject(asked);
      const again = await get<TaskReceipt>(host, 'tasks.request', {
        partner: { baseUrl: base },
        task: back.task,
        profile: 'manual',
      });
      expect(again.id).toBe(sent.id);
      expect((await refused(host, 'tasks.request', { partner: { baseUrl: base } })).code).toBe('invalid-input');
    },
  },
  {
    name: 'tasks.requestMany sends one after another and tells what came of each',
    async run(host, { base }) {
      const asked = [{ request: request('t-many-1') }, {}, { request: request('t-many-2') }];
      const input = { partner: { baseUrl: base }, profile: 'manual', asked };
      const receipts = await get<ManyReceipts>(host, 'tasks.requestMany', input);
      expect(receipts).toMatchObject([
        { index: 0, receipt: { taskId: 't-many-1' } },
        { index: 1, failure: { code: 'invalid-input' } },
        { index: 2, receipt: { taskId: 't-many-2' } },
      ]);
    },
  },
  {
    name: 'a Task that is no longer wanted is deleted only where that is declared or insisted on, and can be forgotten',
    async run(host, { base, requests }) {
      const input = { partner: { baseUrl: base }, request: request('t-over') };
      const { id } = await get<TaskReceipt>(host, 'tasks.request', input);
      const advice = await get<CancelAdvice>(host, 'tasks.cancelAdvice', { id });
      expect([advice.deletable, advice.says]).toEqual(['unknown', expect.stringContaining('no status')]);
      const failure = await refused(host, 'tasks.delete', { id });
      expect([failure.code, failure.requirement]).toEqual(['rules-failed', 'CONF-078']);
      expect(await get(host, 'tasks.delete', { id, anyway: true })).toMatchObject({ deleted: true, httpStatus: 204 });
      expect(requests.findLast(({ method }) => method === 'DELETE')?.path).toBe('Task/t-over');
      expect((await get<TaskDetail>(host, 'tasks.get', { id })).goneAt).toBeTruthy();
      expect(await get(host, 'tasks.forget', { id })).toEqual({ forgotten: true });
      expect((await refused(host, 'tasks.get', { id })).code).toBe('not-found');
    },
  },
  {
    name: 'patients.find looks up a member by identifier, and says what is doubtful',
    async run(host, { base }) {
      const input = { partner: { baseUrl: base }, identifier: 'https://plan.example/members|M-1' };
      const found = await get<FoundPatients>(host, 'patients.find', input);
      expect(found).toMatchObject({ how: 'search', candidates: [{ id: '1', name: 'Nora Lund' }] });
      expect(found.findings).toMatchObject([{ rule: 'CONF-007', severity: 'error' }]);
      expect((await refused(host, 'patients.find', { partner: { baseUrl: base } })).code).toBe('invalid-input');
    },
  },
];
