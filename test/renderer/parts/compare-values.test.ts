import { describe, expect, it } from 'vitest';
import { compareValues, type Piece } from '../../../renderer/parts/compare-values.ts';

const marked = (pieces: Piece[]) => pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');
const shown = (sent: string, wanted: string) => {
  const pieces = compareValues(sent, wanted);
  return [marked(pieces.sent), marked(pieces.wanted)];
};

describe('two values that should be the same', () => {
  it('differ in the words of an address, not in its letters', () => {
    expect(shown('https://fhir.mesa.example/r4/token', 'https://auth.mesa.example/oauth2/token')).toEqual([
      'https://[fhir].mesa.example/[r4]/token',
      'https://[auth].mesa.example/[oauth2]/token',
    ]);
  });
  it('show a slash that is too many', () => {
    expect(shown('https://a.example/token/', 'https://a.example/token')).toEqual([
      'https://a.example/token[/]',
      'https://a.example/token',
    ]);
  });
  it('are whole where they are equal, and keep every letter', () => {
    expect(shown('same', 'same')).toEqual(['same', 'same']);
    expect(shown('', 'x')).toEqual(['', '[x]']);
    const { sent } = compareValues('a.b/c?d=e', 'f.b/g');
    expect(sent.map(({ text }) => text).join('')).toBe('a.b/c?d=e');
  });
  it('are not taken apart when they are very long', () => {
    const long = 'a/'.repeat(2_000);
    expect(compareValues(long, 'a/').sent).toEqual([{ text: long, differs: true }]);
  });
});
