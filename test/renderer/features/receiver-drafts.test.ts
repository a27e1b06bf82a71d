import { describe, expect, it } from 'vitest';
import {
  answerInput,
  answerProblems,
  draftOfAnswer,
  emptyAnswer,
} from '../../../renderer/features/push-inbox/receiver/answers/answer-draft.ts';
import { doesWords, whenWords } from '../../../renderer/features/push-inbox/receiver/answers/answer-words.ts';
import {
  draftOfSetup,
  hasSecret,
  isLoopback,
  setupInput,
  setupProblems,
  widerWarnings,
} from '../../../renderer/features/push-inbox/receiver/setup/setup-draft.ts';
import type { AnswerRule } from '../../../shared/domain/answer-rule.ts';
import { defaultReceiverSetup } from '../../../shared/domain/receiver.ts';

const rule: AnswerRule = {
  id: 'r1',
  name: 'Slow',
  order: 0,
  on: true,
  when: { kind: 'submission', tracking: 'abc', attachTo: 'preauthorization', signed: false, matched: true },
  answer: 'status',
  status: 429,
  text: 'Later',
  delayMs: 1500,
  retryAfter: 30,
};

describe('a rule of answering as its form', () => {
  it('goes through the form unchanged', () => {
    const { order: _order, ...saved } = rule;
    expect(answerInput(draftOfAnswer(rule))).toEqual(saved);
  });

  it('asks for a name, a status, a reason and numbers, each in its field', () => {
    expect(Object.keys(answerProblems({ ...emptyAnswer, answer: 'reject' }))).toEqual(['name', 'text']);
    const wrong = {
      ...emptyAnswer,
      name: 'x',
      answer: 'status' as const,
      status: '99',
      delay: '-1',
      retryAfter: '1.5',
    };
    expect(Object.keys(answerProblems(wrong))).toEqual(['status', 'delay', 'retryAfter']);
    expect(answerProblems({ ...wrong, status: '429', delay: '0.5', retryAfter: '2' })).toEqual({});
    expect(answerProblems({ ...emptyAnswer, name: 'x', answer: 'reject', drop: true })).toEqual({});
  });

  it('is said in words', () => {
    expect(whenWords(rule)).toBe(
      'submission, tracking id has abc, for a prior authorization, not signed, asked for by us',
    );
    expect(whenWords({ when: {} })).toBe('every push');
    expect(doesWords(rule)).toBe('Answers 429, again in 30 s after 1.5 s: “Later”');
    expect(doesWords({ answer: 'accept', drop: true })).toBe('Ends the connection without an answer');
    expect(doesWords({ answer: 'hold' })).toBe('Accept and hold');
  });
});

describe('the setup of the receiver as its form', () => {
  const draft = draftOfSetup(defaultReceiverSetup);

  it('changes nothing where nothing was changed', () => {
    expect(setupInput(draft, {})).toEqual({
      host: '127.0.0.1',
      publicUrl: null,
      maxBytes: 100_000_000,
      tls: 'off',
      proof: 'none',
      matching: 'value',
      requireSignature: false,
    });
    expect(setupProblems(draft)).toEqual({});
  });

  it('says what listening wider means, and that this was read', () => {
    expect(widerWarnings(draft)).toEqual([]);
    expect(['127.0.0.1', '127.8.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(isLoopback('127.0.0.1.example')).toBe(false);
    const wide = { ...draft, host: '0.0.0.0' };
    expect(widerWarnings(wide)).toHaveLength(3);
    expect(widerWarnings({ ...wide, tls: 'made', proof: 'header' })).toHaveLength(1);
    expect(setupInput(wide, {})).toMatchObject({ wider: true });
  });

  it('sends a secret that was typed, or asks for one to be made, only where one is used', () => {
    const header = { ...draft, proof: 'header' as const };
    expect(setupInput(header, { secret: 'typed' })).toMatchObject({ secret: { value: 'typed' } });
    expect(setupInput(header, { secret: 'typed' })).not.toHaveProperty('newSecret');
    expect(setupInput(header, {})).toMatchObject({ newSecret: true, headerName: 'X-Switchboard-Key' });
    expect(setupInput({ ...header, makeSecret: false }, {})).not.toHaveProperty('newSecret');
    expect(setupInput(draft, { secret: 'typed', key: 'typed' })).toEqual(setupInput(draft, {}));
    expect(hasSecret({ ...defaultReceiverSetup, secrets: ['path'] }, 'path')).toBe(true);
    expect(hasSecret({ ...defaultReceiverSetup, secrets: ['path'] }, 'header')).toBe(false);
  });

  it('leaves a secret that is kept as it is, unless another is wanted', () => {
    const kept = { ...defaultReceiverSetup, proof: 'path' as const, secrets: ['path' as const] };
    expect(setupInput(draftOfSetup(kept), {})).not.toHaveProperty('newSecret');
    expect(setupInput({ ...draftOfSetup(kept), makeSecret: true }, {})).toMatchObject({ newSecret: true });
  });

  it('points at what cannot be', () => {
    const wrong = {
      ...draft,
      host: ' ',
      publicUrl: 'push.example',
      limit: '0',
      proof: 'header' as const,
      headerName: 'a b',
    };
    expect(Object.keys(setupProblems(wrong))).toEqual(['host', 'publicUrl', 'limit', 'headerName']);
  });
});
