import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandNames } from '../../../shared/contract/commands.ts';

/** Commands no case names: that they can be reached is tried for all, and what they do is tested where it says. */
const elsewhere: Record<string, string> = {
  'receiver.stop': 'dispatch.ts, by its ending',
};

test('every command of the contract has a case that all hosts go through', () => {
  const folder = path.join(import.meta.dirname, 'cases');
  const files = [...readdirSync(folder).map((name) => path.join(folder, name)), path.join(folder, '../vault.ts')];
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const missing = commandNames.filter((name) => !text.includes(`'${name}'`));
  expect(missing.toSorted()).toEqual(Object.keys(elsewhere).toSorted());
});
