import type { Conversation, ConversationMessage } from '../../shared/domain/conversation.ts';

const message = (exchangeId: string, at: string, more: Partial<ConversationMessage>): ConversationMessage => ({
  kind: 'message',
  at,
  exchangeId,
  from: 'console',
  to: 'c1',
  approach: 'task',
  asks: 'GET Task/1012',
  answers: '200',
  outcome: 'ok',
  bytes: 400,
  durationMs: 41,
  ...more,
});

/** A Task that was asked for, polled, told of, lost sight of, and refused in the end. */
export const conversation: Conversation = {
  title: 'Task/1012',
  parties: [
    { id: 'console', name: 'Payer console', says: 'this computer', side: 'payer', us: true },
    { id: 'receiver', name: 'Receiver', says: '127.0.0.1:8443', side: 'payer', us: true },
    { id: 'c1', name: 'Lakeside Clinic', says: 'provider, fhir.lakeside.example', side: 'provider', us: false },
  ],
  entries: [
    message('201', '2025-11-23T14:00:00.000Z', {
      asks: 'POST Task, data-request-code',
      answers: '201 W/"1" requested',
      bytes: 2_048,
    }),
    message('202', '2025-11-23T14:01:00.000Z', { asks: 'GET Task/1012, poll at 1 min', answers: '304', bytes: 0 }),
    {
      kind: 'note',
      at: '2025-11-23T14:04:38.000Z',
      party: 'c1',
      says: 'event 17 never arrived',
      result: 'warn',
      lost: true,
      approach: 'push',
    },
    message('203', '2025-11-23T14:04:40.000Z', {
      from: 'c1',
      to: 'receiver',
      approach: 'push',
      asks: 'Event 18 of the subscription',
    }),
    message('204', '2025-11-24T06:24:40.000Z', {
      asks: 'GET Bundle?_id=2f0c8d1e',
      answers: '403 The token does not let this be read.',
      outcome: 'refused',
      approach: 'direct-query',
    }),
    {
      kind: 'note',
      at: '2025-11-24T06:24:41.000Z',
      party: 'receiver',
      says: 'matched by tracking id',
      result: 'plain',
      approach: 'push',
    },
  ],
  spans: [
    { status: 'requested', from: 0 },
    { status: 'completed', from: 4 },
  ],
  missing: 1,
  leftOut: 0,
};
