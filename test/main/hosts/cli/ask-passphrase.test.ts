import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askPassphrase, type PassphrasePurpose } from '../../../../main/hosts/cli/ask-passphrase.ts';

/** A terminal at which somebody types; `raw` is whether it shows nothing now. */
function terminal(isTTY = true) {
  const input = new PassThrough();
  const output = new PassThrough();
  const ending = new AbortController();
  const modes: boolean[] = [];
  let shown = '';
  const waiting: { text: string; reply: string }[] = [];
  const answer = () => {
    const next = waiting[0];
    if (!next || !shown.endsWith(next.text)) return;
    waiting.shift();
    expect(modes.at(-1)).toBe(true); // nothing typed is shown
    input.write(next.reply);
  };
  output.setEncoding('utf8').on('data', (chunk) => {
    shown += chunk;
    answer();
  });
  return {
    side: {
      input: Object.assign(input, { isTTY, setRawMode: (raw: boolean) => modes.push(raw) }),
      output: Object.assign(output, { isTTY }),
      interrupt: () => ending.abort(),
      ended: ending.signal,
    },
    type: (text: string, reply: string) => waiting.push({ text, reply }),
    shown: () => shown,
    modes,
    ending,
  };
}

const first = 'characters): ';
const again = 'again: ';

test.for<[name: string, purpose: PassphrasePurpose, typed: [string, string][], answer: string | undefined]>([
  ['a line', 'open', [['vault: ', 'fake words\n']], 'fake words'],
  ['letters taken back', 'open', [['vault: ', 'fakx\u007fe wordz\bs\r']], 'fake words'],
  ['the line taken back', 'open', [['vault: ', 'nonsense\u0015fake words\r']], 'fake words'],
  ['letters beyond ASCII', 'open', [['vault: ', 'Zoë 🔑🔑\u007f\n']], 'Zoë 🔑'],
  ['nothing', 'open', [['vault: ', '\n']], undefined],
  ['the end of input', 'open', [['vault: ', 'fake\u0004']], undefined],
  ['Ctrl-C', 'open', [['vault: ', 'fake\u0003']], undefined],
  [
    'a new one, twice',
    'make',
    [
      [first, 'fake words\n'],
      [again, 'fake words\n'],
    ],
    'fake words',
  ],
  ['both at once, pasted', 'make', [[first, 'fake words\nfake words\n']], 'fake words'],
  [
    'a new one, too short first',
    'change',
    [
      [first, 'short\n'],
      [first, 'fake words\n'],
      [again, 'fake words\n'],
    ],
    'fake words',
  ],
  [
    'a new one, differing',
    'make',
    [
      [first, 'fake words\n'],
      [again, 'fake word\n'],
      [first, 'other words\n'],
      [again, 'other words\n'],
    ],
    'other words',
  ],
  [
    'three times too short',
    'make',
    [
      [first, 'a\n'],
      [first, 'b\n'],
      [first, 'c\n'],
    ],
    undefined,
  ],
])('%s', async ([, purpose, typed, answer]) => {
  const { side, type, shown, modes } = terminal();
  for (const [text, reply] of typed) type(text, reply);
  expect(await askPassphrase(side, purpose)).toBe(answer);
  expect(shown()).not.toContain('fake');
  expect(modes.at(-1)).toBe(false);
});

test('nobody is asked where nobody sits', async () => {
  const { side, shown } = terminal(false);
  expect(await askPassphrase(side, 'open')).toBeUndefined();
  expect(shown()).toBe('');
});

test('a question ends with the process', async () => {
  const { side, ending, modes } = terminal();
  const asked = askPassphrase(side, 'open');
  ending.abort();
  expect(await asked).toBeUndefined();
  expect(modes).toEqual([true, false]);
  expect(await askPassphrase(side, 'make')).toBeUndefined();
});
