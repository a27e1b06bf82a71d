import { describe, expect, test } from 'vitest';
import { readPolicyText, writePolicyText } from '../../../main/services/answers-file.ts';
import { failure, unwrap } from '../../fakes/ports.ts';

const whole = `# How this receiver answers
- name: Unsigned claims
  when: {kind: submission, tracking: T-, attachTo: claim, from: Lakeside, signed: false, member: M-1, matched: true}
  answer: reject
  status: 422
  text: Sign it, please.
  retryAfter: 5
- when:
    kind: notification
  answer: status
  status: 503
  delayMs: 250
- {answer: ask, delayMs: 9000, on: false}
- drop: true
`;

test('a policy file is read whole, in its order, and written as the same rules', () => {
  const rules = unwrap(readPolicyText(whole));
  expect(rules).toEqual([
    {
      name: 'Unsigned claims',
      order: 0,
      on: true,
      when: {
        kind: 'submission',
        tracking: 'T-',
        attachTo: 'claim',
        from: 'Lakeside',
        signed: false,
        member: 'M-1',
        matched: true,
      },
      answer: 'reject',
      status: 422,
      text: 'Sign it, please.',
      retryAfter: 5,
    },
    { name: 'Rule 2', order: 1, on: true, when: { kind: 'notification' }, answer: 'status', status: 503, delayMs: 250 },
    { name: 'Rule 3', order: 2, on: false, when: {}, answer: 'ask', delayMs: 9000 },
    { name: 'Rule 4', order: 3, on: true, when: {}, answer: 'accept', drop: true },
  ]);
  const written = writePolicyText(rules);
  expect(unwrap(readPolicyText(written))).toEqual(rules);
});

test('an empty list is a policy without rules, JSON is YAML, and anchors may be used', () => {
  expect(unwrap(readPolicyText('[]'))).toEqual([]);
  expect(unwrap(readPolicyText('[{"answer": "hold"}]'))).toMatchObject([{ answer: 'hold' }]);
  const anchored = '- {when: &clinic {from: Lakeside}, answer: hold}\n- {when: *clinic, answer: accept}\n- when:\n';
  expect(unwrap(readPolicyText(anchored)).map(({ when }) => when)).toEqual([
    { from: 'Lakeside' },
    { from: 'Lakeside' },
    {},
  ]);
});

describe('a mistake is told with its line and entry', () => {
  test.each<[string, string, string]>([
    ['no list', 'answer: accept\n', 'line 1: The file must be a list of rules'],
    ['an empty file', '# nothing\n', 'The file must be a list of rules'],
    ['text', 'accept everything\n', 'line 1: The file must be a list of rules'],
    ['no YAML', '- answer: hold\n- [a\n', 'line 3: This is not YAML: '],
    ['a key twice', '- answer: hold\n  answer: accept\n', 'line 2: This is not YAML: Map keys must be unique'],
    ['two documents', '- answer: hold\n---\n- answer: hold\n', 'line 2: This is not YAML: one list is expected'],
    ['an alias of nothing', '- answer: *way\n', 'This is not YAML that can be followed'],
    ['an entry that is no rule', '- answer: hold\n- accept\n', 'line 2, entry 2: An entry must be a rule'],
    ['an unknown key', '- answer: hold\n  delay: 3\n', 'line 2, entry 1: delay is not known; use name, on'],
    ['a misspelt key', '- anwser: hold\n', 'line 1, entry 1: anwser is not known; perhaps answer is meant.'],
    [
      'an unknown condition',
      '- when:\n    traking: 3\n',
      'line 2, entry 1: traking is not known; perhaps tracking is meant.',
    ],
    ['conditions that are none', '- when: always\n', 'line 1, entry 1: when must hold conditions'],
    [
      'an unknown way',
      '- answer: acept\n',
      'line 1, entry 1: answer must be one of accept, hold, reject, status, ask; perhaps accept',
    ],
    ['an unknown kind', '- when: {kind: claim}\n', 'line 1, entry 1: kind must be one of submission'],
    [
      'a word for what it is about that nobody says',
      '- when:\n    attachTo: preauthorisation\n',
      'line 2, entry 1: attachTo must be one of claim, preauthorization; perhaps preauthorization is meant.',
    ],
    ['no word for it at all', '- when: {attachTo: [claim]}\n', 'attachTo must be one of claim, preauthorization.'],
    [
      'a number for text',
      '- when: {tracking: 12}\n',
      'tracking must be text of 1 to 200 characters; put it in quotes.',
    ],
    [
      'text for a number',
      '- answer: status\n  status: "500"\n',
      'line 2, entry 1: status must be a whole number from 200 to 599.',
    ],
    ['a status too low', '- {answer: status, status: 199}\n', 'status must be a whole number from 200 to 599.'],
    ['a status too high', '- {answer: status, status: 600}\n', 'status must be a whole number from 200 to 599.'],
    ['a broken status', '- {answer: status, status: 200.5}\n', 'status must be a whole number from 200 to 599.'],
    ['text for truth', '- when: {signed: "no"}\n', 'signed must be true or false.'],
    ['a yes of older YAML', '- drop: yes\n', 'drop must be true or false.'],
    ['a delay too long', '- delayMs: 600001\n', 'delayMs must be a whole number from 0 to 600000.'],
    [
      'a status without its number',
      '- when: {kind: bundle}\n  answer: status\n',
      'line 1, entry 1: answer: status needs a status.',
    ],
    [
      'a number without its way',
      '- answer: hold\n  status: 500\n',
      'line 2, entry 1: status goes with answer: status or reject, not hold.',
    ],
    ['a key of every object', '- constructor: 1\n', 'line 1, entry 1: constructor is not known'],
  ])('%s', (_, text, says) => {
    const { code, message, next } = failure(readPolicyText(text));
    expect(message).toContain(says);
    expect([code, next]).toEqual(['invalid-input', 'Correct the file and read it again; nothing was changed.']);
  });

  test('all of them are told, in the order of the file', () => {
    const { message, details } = failure(
      readPolicyText('- kind: bundle\n- answer: hold\n- when: {kind: x}\n  status: 1\n'),
    );
    expect(message).toContain('has 3 mistakes');
    expect(details?.map((line) => line.slice(0, 16))).toEqual([
      'line 1, entry 1:',
      'line 3, entry 3:',
      'line 4, entry 3:',
    ]);
  });

  test('a list without end, and one that grows by its own names', () => {
    expect(failure(readPolicyText('- answer: hold\n'.repeat(1_001))).message).toContain('line 1001, entry 1001');
    const laughs = ['- &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'])
      laughs.push(`- &${to} [${Array(9).fill(`*${from}`).join(', ')}]`);
    expect(failure(readPolicyText(laughs.join('\n'))).code).toBe('invalid-input');
  });
});
