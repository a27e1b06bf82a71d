import { describe, expect, it } from 'vitest';
import { runLine } from './command-line.ts';

describe('rules', () => {
  it('says what one demands, and lists them all', async () => {
    const one = await runLine(['rules', 'CONF-012', '--json']);
    expect(JSON.parse(one.out)).toEqual([{ rule: 'CONF-012', says: expect.stringContaining('service date') }]);
    const all = await runLine(['rules']);
    expect(all.out).toMatch(/^RULE +SAYS\n/);
    expect(all.out).toMatch(/^CONF-062 +A Task should be read no sooner than a minute/m);
  });

  it('says which one may be meant, in any case of letters', async () => {
    const ran = await runLine(['rules', 'conf-012']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Did you mean CONF-012?');
    expect((await runLine(['rules', 'constructor'])).err).toContain('No finding names a rule "constructor".');
  });
});
