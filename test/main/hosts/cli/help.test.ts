import { describe, expect, test } from 'vitest';
import { commandWords } from '../../../../main/hosts/cli/command-table.ts';
import { helpFor } from '../../../../main/hosts/cli/help.ts';

/** What the overview names, family by family: the words before the column of explanations, and those beside a comma. */
const overview = helpFor(['--help']) ?? '';
const lines = overview.split('\n').filter((line) => /^ {2}\w/.test(line));

const isNamed = (words: string): boolean => {
  const [family = '', rest = ''] = words.split(' ');
  const about = lines.filter((line) => line.trimStart().split(/[ ,]/).includes(family));
  return about.some((line) => line.split(/[\s,]+/).includes(rest || family));
};

describe('the help', () => {
  test.each(commandWords)('names %s in the overview, and says how it is used', (words) => {
    expect(isNamed(words)).toBe(true);
    expect(helpFor([...words.split(' '), '--help'])).toContain(`switchboard ${words}`);
  });
});
