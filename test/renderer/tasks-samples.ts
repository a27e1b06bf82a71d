import type { TaskDetail } from '../../shared/domain/task.ts';
import { taskDetail } from '../fakes/task-record.ts';

/** A Task record with nothing remarkable about it, changed where a test says so. */
export const taskRecord = (more: Partial<TaskDetail> = {}): TaskDetail =>
  taskDetail({
    id: 't1',
    partner: 'Lakeside Clinic',
    baseUrl: 'https://fhir.lakeside.example/r4',
    taskId: '1012',
    code: 'data-request-query',
    asked: 'Condition?patient=1',
    status: 'requested',
    createdAt: '2026-11-22T09:00:00.000Z',
    updatedAt: '2026-11-22T09:00:00.000Z',
    versions: [
      {
        versionId: '1',
        status: 'requested',
        at: '2026-11-22T09:00:00.000Z',
        seenAt: '2026-11-22T09:00:00.000Z',
        exchangeId: '4',
      },
    ],
    polls: [],
    profile: 'cdex',
    outputs: [],
    createExchangeId: '4',
    ...more,
  });
