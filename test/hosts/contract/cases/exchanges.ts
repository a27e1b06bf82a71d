import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { DocumentInfo, ElidedJson } from '../../../../shared/contract/documents.ts';
import type { BodyWindow } from '../../../../shared/contract/exchanges.ts';
import type { QueryReceipt } from '../../../../shared/contract/queries.ts';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import type { Exchange, ExchangeDetail } from '../../../../shared/domain/exchange.ts';
import { get, type Host, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const read = (host: Host, base: string) =>
  get<QueryReceipt>(host, 'queries.read', { partner: { baseUrl: base }, reference: 'DocumentReference/d1' });

export const exchangeCases: readonly Case[] = [
  {
    name: 'an exchange is listed newest first, shown with both messages, and its body is read in windows',
    async run(host, { base }) {
      const older = (await read(host, base)).exchangeId;
      const id = (await read(host, base)).exchangeId;
      const list = await get<Exchange[]>(host, 'exchanges.list', { limit: 2 });
      expect(list.map((each) => each.id)).toEqual([id, older]);
      expect(await get<Exchange[]>(host, 'exchanges.list', { limit: 1, before: id })).toMatchObject([{ id: older }]);
      const shown = await get<ExchangeDetail>(host, 'exchanges.get', { id });
      expect(shown).toMatchObject({
        direction: 'out',
        method: 'GET',
        url: `${base}/DocumentReference/d1`,
        status: 200,
        outcome: 'ok',
      });
      expect(JSON.parse(shown.response.bodyText ?? '')).toMatchObject({ resourceType: 'DocumentReference' });
      expect(shown.request.headers.map(([name]) => name.toLowerCase())).toContain('accept');
      const body = await get<BodyWindow>(host, 'exchanges.body', { id, side: 'response', offset: 0, length: 3 });
      expect(body).toMatchObject({ offset: 0, text: '{\n ' });
      const rest = { id, side: 'response', offset: 3 };
      const whole = body.text + (await get<BodyWindow>(host, 'exchanges.body', rest)).text;
      expect([JSON.parse(whole).id, whole.length]).toEqual(['d1', body.total]);
    },
  },
  {
    name: 'exchanges are told as a conversation between those who took part, and saved without what names people',
    async run(host, { base }) {
      const id = (await read(host, base)).exchangeId;
      const around = { exchangeIds: [id] };
      const told = await get<Conversation>(host, 'exchanges.conversation', around);
      expect(told).toMatchObject({
        title: `Exchange ${id}`,
        parties: [
          { id: 'console', us: true },
          { us: false, side: 'provider' },
        ],
        entries: [{ kind: 'message', exchangeId: id, from: 'console', outcome: 'ok' }],
        missing: 0,
        leftOut: 0,
      });
      expect(JSON.stringify(told)).toContain('DocumentReference/d1');
      const saved = await get<Conversation>(host, 'exchanges.exportConversation', around);
      expect(JSON.stringify(saved)).not.toContain('DocumentReference/d1');
      const raw = await get<Conversation>(host, 'exchanges.exportConversation', { ...around, raw: true });
      expect(raw.entries).toEqual(told.entries);
      for (const input of [{}, { ...around, taskId: '1' }])
        expect((await refused(host, 'exchanges.conversation', input)).code).toBe('invalid-input');
      for (const input of [{ taskId: 'nobody' }, { pushId: 'nobody' }, { submissionId: 'nobody' }])
        expect((await refused(host, 'exchanges.conversation', input)).code).toBe('not-found');
    },
  },
  {
    name: 'a deleted exchange is gone, and so is its body',
    async run(host, { base }) {
      const id = (await read(host, base)).exchangeId;
      expect(await get(host, 'exchanges.delete', { id })).toEqual({ deleted: id });
      for (const [name, input] of [
        ['exchanges.get', { id }],
        ['exchanges.body', { id, side: 'response' }],
        ['exchanges.delete', { id }],
        ['queries.rows', { exchangeId: id }],
        ['documents.open', { exchangeId: id, side: 'response', pointer: '' }],
      ] as const)
        expect((await refused(host, name, input)).code, name).toBe('not-found');
    },
  },
  {
    name: 'a document is taken out of an answer and read in parts',
    async run(host, { base }) {
      const { exchangeId } = await read(host, base);
      const at = { exchangeId, side: 'response' };
      const pointer = '/content/0/attachment/data';
      const sha256 = createHash('sha256').update('A note').digest('hex');
      const info = await get<DocumentInfo>(host, 'documents.open', { ...at, pointer });
      expect(info).toEqual({
        documentId: sha256,
        sha256,
        bytes: 6,
        sniffedType: 'text/plain',
        declaredType: 'text/plain',
      });
      const part = await get(host, 'documents.read', { documentId: sha256, offset: 2, length: 3 });
      expect(part).toEqual({ offset: 2, total: 6, base64: Buffer.from('not').toString('base64') });
      expect((await refused(host, 'documents.open', { ...at, pointer: '/content/7' })).code).toBe('not-found');
      const unopened = { documentId: 'f'.repeat(64) };
      expect((await refused(host, 'documents.read', unopened)).code).toBe('not-found');
    },
  },
  {
    name: 'a page that saves a file says so first, and the trail tells it',
    async run(host, { base }) {
      const { exchangeId } = await read(host, base);
      const file = { name: 'note.txt', bytes: 6 };
      expect(await get(host, 'documents.saving', { ...file, exchangeId })).toEqual({ told: true });
      const [entry] = await get<AuditEntry[]>(host, 'audit.list', { limit: 1, action: 'export' });
      expect(entry).toMatchObject({
        request: 'export note.txt to a download',
        outcome: '6 bytes',
        peer: expect.any(String),
      });
      expect((await refused(host, 'documents.saving', { ...file, name: 'a\nb' })).code).toBe('invalid-input');
    },
  },
  {
    name: 'what stands at a place of an answer is shown as JSON',
    async run(host, { base }) {
      const { exchangeId } = await read(host, base);
      const at = { exchangeId, side: 'response' };
      const found = await get<ElidedJson>(host, 'documents.json', { ...at, pointer: '/content/0' });
      expect(found.value).toMatchObject({ attachment: { contentType: 'text/plain' } });
      expect(found.letters).toBe(JSON.stringify(found.value).length);
      expect((await refused(host, 'documents.json', { ...at, pointer: '/content/7' })).code).toBe('not-found');
      expect((await refused(host, 'documents.json', { exchangeId: '9999', side: 'request', pointer: '' })).code).toBe(
        'not-found',
      );
    },
  },
];
