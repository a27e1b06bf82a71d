import { describe, expect, it } from 'vitest';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const button = (name: string | RegExp) => page.getByRole('button', { name });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });

describe('the receiver', () => {
  for (const theme of ['light', 'dark'] as const)
    it(`says who can reach it and what stands between, in the ${theme} theme`, async () => {
      await open(`?wire=shut&theme=${theme}#/push-inbox/receiver`);
      await page.getByText('Programs of this machine alone can reach it.').waitFor();
      await page.getByText('It listens on 127.0.0.1 alone.').waitFor();
      await page.getByText('Let it listen wider, or open a tunnel to it.').waitFor();
      const addresses = page.getByRole('list', { name: 'Addresses' }).getByRole('listitem');
      await expect.poll(() => addresses.count()).toBe(2);
      expect(await violationsIn(page, theme)).toEqual([]);
    });

  it('listens wider only after its warning was read, and starts again as it was set up', async () => {
    await open('?wire=shut#/push-inbox/receiver');
    await page.getByText('Programs of this machine alone').waitFor();
    await press('e');
    await page.getByRole('heading', { name: 'Setup' }).waitFor();
    await page.getByRole('combobox', { name: 'Address', exact: true }).fill('0.0.0.0');
    await press('Tab');
    await page.getByText('anybody may fill your inbox').waitFor();
    await page.getByText('A secret header').click();
    await page.getByText('Make a secret nobody can guess').click();
    await page.getByLabel('Value of the header').fill('planted-secret');
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('Control+Enter');
    await button('Keep').waitFor();
    expect(await calls('receiver.change')).toEqual([]);
    await button('Listen').click();
    await page.getByText('Machines of your network can reach it.').waitFor();
    expect(await calls('receiver.change')).toMatchObject([
      {
        host: '0.0.0.0',
        wider: true,
        proof: 'header',
        headerName: 'X-Switchboard-Key',
        secret: { value: 'planted-secret' },
      },
    ]);
    expect(await page.content()).not.toContain('planted-secret');
    await page.getByText('switchboard receiver tell --out FILE').waitFor();
    await expect.poll(() => calls('receiver.stop')).toHaveLength(1);
    await press('e');
    await page.getByText('stored in the vault').waitFor();
  });

  for (const part of ['setup', 'new'])
    it(`leaves nothing of “${part}” in the address once that is shut`, async () => {
      await open(`?wire=shut#/push-inbox/receiver%2F${part}`);
      await page
        .getByRole('heading', { name: part === 'setup' ? 'Setup' : /rule/i })
        .first()
        .waitFor();
      await button(/^Back/).click();
      await page.waitForURL(/#\/push-inbox\/receiver$/);
      await page.getByRole('heading', { name: 'Receiver', level: 1 }).waitFor();
      await page.getByRole('heading', { name: 'Answers', level: 2 }).waitFor();
    });

  it('keeps what was typed when it is refused, and says why', async () => {
    await open('?wire=shut#/push-inbox/receiver/setup');
    await page.getByText('Your own', { exact: true }).click();
    await field('Certificate chain, PEM, its own first').fill('nothing of the kind');
    await press('Control+Enter');
    await page.getByText('The certificate is no PEM.').waitFor();
    await expect.poll(() => field('Certificate chain, PEM, its own first').inputValue()).toBe('nothing of the kind');
    await button(/^Back/).click();
    await page.getByText('Who can reach it').waitFor();
  });
});

describe('its answers', () => {
  it('are made, ordered, switched and removed by keyboard and mouse', async () => {
    await open('?wire=shut#/push-inbox/receiver');
    await page.getByText('Answered as the guide says').waitFor();
    await press('n');
    await press('Control+Enter');
    await page.getByText('Give it a name').waitFor();
    await field('Name').fill('Unsigned');
    await button(/Signature/).click();
    await page.getByRole('option', { name: 'not signed' }).click();
    await page.getByText('Reject', { exact: true }).click();
    await field('Words for the sender').fill('Sign it.');
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('Control+Enter');
    await page.getByText('Reject: “Sign it.”').waitFor();
    await press('n');
    await field('Name').fill('Busy');
    await page.getByText('Another status', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Status', exact: true }).fill('503');
    await press('Tab');
    await field('Retry-After, in seconds').fill('20');
    await press('Control+Enter');
    await page.getByText('Answers 503, again in 20 s').waitFor();
    await button('Move Busy up').click();
    await page.getByRole('listitem').filter({ hasText: 'Busy' }).getByText('1', { exact: true }).waitFor();
    // Moving saves two rules; while one of them is on its way the boxes rest.
    await expect.poll(async () => (await calls('answers.save')).length).toBe(4);
    const isOn = page.getByRole('checkbox', { name: 'Unsigned is on' });
    await expect.poll(() => isOn.isEnabled()).toBe(true);
    await isOn.click({ force: true });
    await expect.poll(async () => (await calls('answers.save')).at(-1)).toMatchObject({ name: 'Unsigned', on: false });
    await button('Remove Busy').click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Answers 503').waitFor({ state: 'detached' });
  });

  it('come from a policy file and go into one; a mistake changes nothing', async () => {
    await open('?wire=shut#/push-inbox/receiver');
    await page.getByText('Answered as the guide says').waitFor();
    await press('y');
    const text = field('Rules, the first that fits wins');
    await text.fill('name: no list');
    await button('Take these rules').click();
    await page.getByText('The policy is no list.').waitFor();
    await text.fill('- name: Hold all\n  answer: hold');
    await button('Take these rules').click();
    await text.waitFor({ state: 'detached' });
    await page.getByText('Hold all').waitFor();
    await press('y');
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('Hold all'));
  });
});
