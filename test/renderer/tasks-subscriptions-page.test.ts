import { describe, expect, it } from 'vitest';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const button = (name: string | RegExp) => page.getByRole('button', { name });
const one = () => page.getByRole('region', { name: 'Subscription', exact: true });
const list = () => page.getByRole('grid', { name: 'Subscriptions' });

describe('the list of subscriptions', () => {
  it('is one press from the Tasks and says how each stands', async () => {
    await open('?wire=shut#/tasks');
    await page.getByRole('radio', { name: 'Subscriptions 3' }).click();
    await list()
      .getByRole('row', { name: /Lakeside Clinic.*active.*2 events missing/ })
      .waitFor();
    await list()
      .getByRole('row', { name: /Mesa Orthopedics.*error.*connection refused/ })
      .waitFor();
    await list()
      .getByRole('row', { name: /Cedar Valley DME.*removed/ })
      .waitFor();
    await list()
      .getByRole('row', { name: /Juniper Pediatrics.*removed at the last close.*closed.*asked for again/ })
      .waitFor();
    await list().focus();
    await press('j');
    await one()
      .getByRole('heading', { name: /Subscription\/88/ })
      .waitFor();
    await page.waitForURL(/#\/tasks\/subscriptions%2Fs1$/);
  });
});

describe('a subscription', () => {
  it.each(['light', 'dark'])(
    'shows handshake, heartbeat, events by number, oddities and what it told, and passes axe in %s',
    async (theme) => {
      await open(`?wire=shut&theme=${theme}#/tasks/subscriptions%2Fs1`);
      const detail = one();
      await detail.getByText(/^Last heard/).waitFor();
      await detail.getByText(/^missed at/).waitFor();
      await detail
        .getByRole('group', { name: 'Events up to 5. Event 2 arrived, once more; Event 3 missing; Event 4 missing.' })
        .waitFor();
      await detail.getByText(/a name from before 1.1/).waitFor();
      await detail.getByText('Came again 2').waitFor();
      expect(await violationsIn(page, theme)).toEqual([]);
    },
  );

  it('fills its gap, asks $status, is renewed and removed', async () => {
    await open('?wire=shut#/tasks/subscriptions%2Fs1');
    await button('Fill the gap').click();
    await one().getByText('fetched by $events').waitFor();
    await press('p');
    await one().getByText('Asked $status').waitFor();
    await press('r', 'x');
    await page
      .getByRole('dialog', { name: 'Remove this subscription' })
      .getByText(/polled as before/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await list()
      .getByRole('row', { name: /Lakeside Clinic.*removed/ })
      .waitFor();
    for (const name of ['fill', 'status', 'renew', 'remove'])
      expect(await calls(`subscriptions.${name}`)).toEqual([{ id: 's1' }]);
  });
});

describe('what becomes of a subscription when the console closes', () => {
  it('is shown, and changed by renewing it', async () => {
    await open('?wire=shut#/tasks/subscriptions%2Fs1');
    await one()
      .getByText(/the subscription is renewed/)
      .waitFor();
    await page.getByRole('radio', { name: 'removed for good' }).click();
    await one()
      .getByText(/Tasks are polled from then on/)
      .waitFor();
    expect(await calls('subscriptions.renew')).toEqual([{ id: 's1', atClose: 'end' }]);
  });
});

describe('a subscription that the last close removed', () => {
  it('says so, and is asked for again by hand', async () => {
    await open('?wire=shut#/tasks/subscriptions%2Fs4');
    await one()
      .getByText(/^closed: removed when the console closed/)
      .waitFor();
    await page.getByRole('radio', { name: 'removed, asked for again', checked: true }).waitFor();
    expect(await button('Ask $status').count()).toBe(0);
    expect(await violationsIn(page, 'light')).toEqual([]);
    await button('Ask for it again').click();
    await button('Ask $status').waitFor();
    expect(await calls('subscriptions.renew')).toEqual([{ id: 's4' }]);
  });
});

describe('subscribing', () => {
  it('where messages cannot reach us, is done all the same when a person wants it, and kept when the console closes', async () => {
    await open('?wire=shut#/tasks/subscriptions%2Fnew');
    await button(/Partner$/).click();
    await page.getByRole('option', { name: /Mesa Orthopedics/ }).click();
    await page.getByText('Removed at the partner when the console closes, and asked for again').waitFor();
    await page.getByRole('radio', { name: 'kept there' }).click();
    await page.getByText(/goes on sending, though nobody listens/).waitFor();
    await press('Control+Enter');
    await button('Subscribe anyway').click();
    await one()
      .getByRole('heading', { name: /Subscription\/99/ })
      .waitFor();
    await page.getByRole('radio', { name: 'kept there', checked: true }).waitFor();
    expect(await calls('subscriptions.create')).toMatchObject([
      { partner: { connection: 'c4' }, sendAnyway: false, atClose: 'keep' },
      { partner: { connection: 'c4' }, sendAnyway: true, atClose: 'keep' },
    ]);
  });

  it('sends what was chosen, with a header whose value is a secret', async () => {
    await open('?wire=shut#/tasks/subscriptions');
    await list().waitFor();
    await press('n');
    await page.getByText('It declares the topic of Task updates.').waitFor();
    await page.getByText('The partner runs on this machine and reaches the receiver.').waitFor();
    await button('Filter').click();
    await page.getByRole('combobox', { name: 'Parameter of filter 1' }).fill('status');
    await press('Escape');
    await page.getByRole('combobox', { name: 'Value of filter 1' }).fill('completed,failed');
    await page.getByRole('combobox', { name: 'Value of filter 1' }).press('Escape');
    await page.getByRole('radio', { name: 'status=…', exact: true }).click();
    await page.getByRole('radio', { name: 'full-resource' }).click();
    await page.getByRole('textbox', { name: 'Heartbeat, seconds' }).fill('often');
    await button('Header').click();
    await page.getByRole('textbox', { name: 'Name of header 1' }).fill('X-Gateway-Key');
    await page.getByLabel('Value of header 1').fill('correct-horse');
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('Control+Enter');
    await page.getByText('Whole seconds, at most 86400.').waitFor();
    expect(await calls('subscriptions.create')).toEqual([]);
    await page.getByRole('textbox', { name: 'Heartbeat, seconds' }).fill('60');
    await press('Control+Enter');
    await one()
      .getByRole('heading', { name: /Subscription\/99/ })
      .waitFor();
    const [sent] = (await calls('subscriptions.create')) as Record<string, unknown>[];
    expect(sent).toMatchObject({
      partner: { connection: 'c1' },
      filters: ['status=completed,failed'],
      filterStyle: 'parameter',
      payload: 'full-resource',
      heartbeatSeconds: 60,
      endsInMinutes: 1440,
    });
    expect(JSON.stringify(sent)).toContain('X-Gateway-Key');
  });

  it('says where messages cannot reach us, and that polling goes on', async () => {
    await open('?wire=shut#/tasks/subscriptions%2Fnew');
    await button(/Partner$/).click();
    await page.getByRole('option', { name: /Mesa Orthopedics/ }).click();
    await page.getByText(/cannot reach 127.0.0.1. Until it can, Tasks are polled as before./).waitFor();
    await page.getByText('It declares no topic.').waitFor();
    await button('Leave it to polling').click();
    await page.getByText('No subscription chosen').waitFor();
    expect(await calls('subscriptions.create')).toEqual([]);
  });
});
