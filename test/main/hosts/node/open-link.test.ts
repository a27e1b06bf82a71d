import { describe, expect, it } from 'vitest';
import { openerFor, openLink } from '../../../../main/hosts/node/open-link.ts';

const url = 'http://127.0.0.1:1/?a=1&b=2#token=x';

describe('opening an address', () => {
  it.each([
    ['linux', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', 'rundll32'],
  ] as const)('on %s gives it to %s as one argument', (platform, program) => {
    const [name, args] = openerFor(platform, url);
    expect(name).toBe(program);
    expect(args.at(-1)).toBe(url);
  });

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'not an address'])('refuses %s', async (address) => {
    await expect((async () => openLink(address))()).rejects.toThrow();
  });
});
