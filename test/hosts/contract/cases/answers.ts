import { expect } from 'vitest';
import type { AnswerTrial } from '../../../../shared/contract/receiver.ts';
import type { AnswerRule } from '../../../../shared/domain/answer-rule.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import { get, type Host, ifCan, refused, until } from '../host.ts';
import type { Case } from '../suite.ts';

/** Pushes a plain resource whose title tells it apart to the receiver; the status that is answered. */
async function push(host: Host, id: string): Promise<number> {
  const { receiver } = await get<Role>(host, 'receiver.status');
  const base = (receiver?.submitAttachmentUrl ?? '').replace(/\$submit-attachment$/, '');
  const answer = await fetch(`${base}Observation`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', 'user-agent': `${id}/1.0` },
    body: JSON.stringify({ resourceType: 'Observation', id, status: 'final', code: { text: 'Weight' } }),
  });
  return answer.status;
}

const pushed = async (host: Host, id: string): Promise<Push | undefined> =>
  (await get<Push[]>(host, 'inbox.list')).find(({ title }) => title.includes(id));

export const answerCases: readonly Case[] = [
  {
    name: 'a rule of answering is kept, followed at once, tried, and removed',
    async run(host) {
      await ifCan<Role>(host, 'stay', 'receiver.start', { port: 0 });
      const hearing = await host.listen();
      const sender = `Rule-${host.name}`;
      const rule = await get<AnswerRule>(host, 'answers.save', {
        name: 'Teapots',
        when: { from: sender },
        answer: 'status',
        status: 418,
      });
      expect((await get<AnswerRule[]>(host, 'answers.list')).map(({ id }) => id)).toContain(rule.id);
      expect(await push(host, sender)).toBe(418);
      const stored = await until('the push', () => pushed(host, sender));
      const trial = await get<AnswerTrial>(host, 'answers.try', { pushId: stored.id });
      expect(trial).toMatchObject({ rule: 'Teapots', httpStatus: 418 });
      expect(await get(host, 'answers.remove', { id: rule.id })).toEqual({ removed: true });
      expect(await push(host, `${sender}-again`)).toBe(200);
      expect((await refused(host, 'answers.save', { name: 'x', answer: 'status' })).code).toBe('invalid-input');
      await hearing.stop();
    },
  },
  {
    name: 'a policy file becomes the rules, and the rules a policy file; one with a mistake changes nothing',
    async run(host) {
      const value = '- {name: Nobody, when: {from: nobody at all}, answer: hold}\n';
      const rules = await get<AnswerRule[]>(host, 'answers.read', { policy: { value } });
      expect(rules).toMatchObject([{ name: 'Nobody', answer: 'hold', order: 0 }]);
      const { yaml } = await get<{ yaml: string }>(host, 'answers.write');
      expect(yaml).toContain('nobody at all');
      const failure = await refused(host, 'answers.read', { policy: { value: '- anwser: hold\n' } });
      expect([failure.code, failure.message]).toEqual(['invalid-input', expect.stringContaining('line 1, entry 1')]);
      expect(await get<AnswerRule[]>(host, 'answers.list')).toEqual(rules);
      await get(host, 'answers.read', { policy: { value: '[]' } });
      expect(await get(host, 'answers.list')).toEqual([]);
    },
  },
  {
    name: 'a push whose sender waits is answered by hand',
    async run(host) {
      await ifCan<Role>(host, 'stay', 'receiver.start', { port: 0 });
      const hearing = await host.listen();
      const sender = `Asked-${host.name}`;
      const { id } = await get<AnswerRule>(host, 'answers.save', {
        name: 'Ask',
        when: { from: sender },
        answer: 'ask',
      });
      const status = push(host, sender);
      const waiting = await until('who waits', () => pushed(host, sender));
      expect(waiting).toMatchObject({ answered: null, waitsUntil: expect.any(String) });
      await get(host, 'inbox.answer', { id: waiting.id, answer: 'status', status: 409, text: 'We have it already.' });
      expect(await status).toBe(409);
      expect((await refused(host, 'inbox.answer', { id: waiting.id, answer: 'accept' })).code).toBe('not-running');
      await get(host, 'answers.remove', { id });
      await hearing.stop();
    },
  },
];
