// A subscription from its offer to its removal, by keyboard alone, against the console's own sandbox.
import { expect, expectAccessible, test } from './host.ts';
import { detail, expectEnd, runByName, tabTo, takeSuggestion } from './task-pages.ts';

test.use({ consoleOf: 'notices' });

test('a subscription by keyboard alone: offer, handshake, a Task told to its end, one notification lost and made up for, removed', async ({
  page,
}) => {
  const one = page.getByRole('region', { name: 'Subscription', exact: true });
  const press = (name: string) =>
    tabTo(page, page.getByRole('button', { name })).then(() => page.keyboard.press('Enter'));
  const choose = async (group: string, option: string) => {
    const radio = page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option, exact: true });
    await tabTo(page, page.getByRole('radiogroup', { name: group }).getByRole('radio').first());
    for (let step = 0; step < 9 && !(await radio.evaluate((it) => it === document.activeElement)); step += 1)
      await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect(radio).toBeChecked();
  };

  /** Goes to a part of the sandbox's screen. */
  const sandboxPart = async (name: string) => {
    await runByName(page, 'sandbox');
    await expect(page.getByRole('heading', { name: 'Sandbox', level: 1 })).toBeVisible();
    await tabTo(page, page.getByRole('tab', { selected: true }));
    const tab = page.getByRole('tab', { name });
    for (let step = 0; step < 4 && (await tab.getAttribute('aria-selected')) !== 'true'; step += 1)
      await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name }).waitFor();
  };

  // Nobody answers until the Task is ours to watch without polls.
  await sandboxPart('Answering');
  await choose('Who answers Tasks', 'By hand');
  await expect(page.getByText(/stays requested until somebody answers it/)).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await runByName(page, 'go to the subscriptions');
  await expect(page.getByText('No subscription', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('n');
  await expect(page.getByText('It declares the topic of Task updates.')).toBeVisible();
  await expect(page.getByText(/is on this computer, so it can reach our receiver/)).toBeVisible();
  await press('Header');
  await tabTo(page, page.getByRole('textbox', { name: 'Name of header 1' }));
  await page.keyboard.type('X-Gateway-Key');
  await page.keyboard.press('Tab');
  await page.keyboard.type('a key of the journeys');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  const vault = page.getByRole('dialog', { name: 'The vault' });
  for (const label of ['Passphrase', 'The same again']) {
    await tabTo(page, vault.getByLabel(label, { exact: true }));
    await page.keyboard.type('a passphrase of the journeys');
  }
  await page.keyboard.press('Enter');
  await expect(one.getByRole('listitem').filter({ hasText: 'Handshake' })).toBeVisible();
  await expect(one.getByRole('heading', { level: 2 })).toContainText('active');
  await expectAccessible(page);

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await page.keyboard.press('n');
  await tabTo(page, page.getByRole('combobox', { name: 'Member id' }));
  await takeSuggestion(page, 'Grace');
  await expect(page.getByText('Every rule for a data request holds.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await tabTo(page, page.getByRole('button', { name: /Polling pace$/ }));
  await page.keyboard.press('Enter');
  // The list takes the letters once it has the focus.
  await expect(page.getByRole('option', { selected: true })).toBeFocused();
  await page.keyboard.type('By');
  await expect(page.getByRole('option', { name: 'By hand' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Polling pace$/ })).toContainText('By hand');
  await expect(detail(page)).toContainText('Notified, event 1');

  // From here on the sandbox goes by itself, and never sends the third notification.
  await sandboxPart('Faults');
  await tabTo(page, page.getByRole('textbox', { name: 'Filter faults' }));
  await page.keyboard.type('every third');
  await tabTo(page, page.getByRole('checkbox', { name: /^Every third lost/ }));
  await page.keyboard.press('Space');
  await press('Switch');
  await expect(page.getByRole('button', { name: 'Switch all off' })).toBeVisible();
  await sandboxPart('Answering');
  await choose('Who answers Tasks', 'By itself');

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expectEnd(page, 'completed');
  await expect(detail(page)).toContainText('Event 3 never arrived');
  const completed = detail(page).getByRole('listitem').filter({ hasText: 'completed' });
  await expect(completed).toContainText('told by a notification');
  await expect(page.getByRole('button', { name: /Polling pace$/ })).toContainText('By hand');
  await expectAccessible(page);

  // The same as a sequence: who told whom, what was lost on the way, each arrow with its record.
  await page.keyboard.press('v');
  const sequence = page.getByRole('listbox', { name: /^Sequence of Task/ });
  for (const words of [
    /^#\d+ POST Task, data-request-query: 201/,
    /^#\d+ POST Subscription, topic Task: 201/,
    /W\/"\d+" completed/,
  ])
    await expect(sequence.getByRole('option', { name: words }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('event 3 never arrived');
  await sequence.focus();
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: 'Exchange', exact: true })).toContainText('Request');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(detail(page)).toContainText('Event 3 never arrived');

  // The gap is made up for, by itself or by hand, whatever comes first.
  await runByName(page, 'go to the subscriptions');
  await expect(page.getByRole('grid', { name: 'Subscriptions' })).toBeVisible();
  await page.keyboard.press('j');
  await expect(one.getByRole('listitem').filter({ hasText: 'Missing 3' })).toBeVisible();
  await page.keyboard.press('f');
  await expect(one).toContainText('fetched by $events');
  await expect(one.getByRole('button', { name: 'Fill the gap' })).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('p');
  await expect(one).toContainText('Asked $status');

  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Remove this subscription' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, dialog.getByRole('button', { name: 'Remove', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Subscriptions' })).toContainText('removed');

  // Nobody tells of it any more, and the sandbox is as it was.
  await sandboxPart('Faults');
  await press('Switch all off');
  await expect(page.getByText('none on')).toBeVisible();
});
