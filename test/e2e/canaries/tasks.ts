import { expect } from '@playwright/test';
import { secretHeader } from '../../../shared/cdex/subscription-urls.ts';
import { plain } from './form.ts';
import type { Stage } from './stage.ts';

/** Gives secrets to subscriptions, and lets Tasks be read with tokens: their outputs lie on another server. */
export async function plantByTasks(stage: Stage): Promise<void> {
  const { canaries, partner, host, page, told, call, cli, file } = stage;
  const [console] = host.url.split('#');

  // Headers in the window; the answers of the partner repeat what it was sent.
  await page.goto(`${console}#/tasks/subscriptions%2Fnew`);
  await page.getByRole('button', { name: /Partner$/ }).click();
  await page.getByRole('option', { name: /^Bearer/ }).click();
  await page.getByRole('button', { name: 'Header', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name of header 1' }).fill('X-Gateway-Key');
  const typed = canaries.plant('header of a subscription in the window', plain);
  await page.getByLabel('Value of header 1').fill(typed);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /Subscription\/s/, level: 2 }).waitFor();
  expect(partner.seen()).toContain(JSON.stringify(typed).slice(1, -1));

  // Headers by a variable of the command line and by its input; some that are wrong.
  const header = (value: unknown, name = 'Authorization') => ({ name, value });
  const create = (headers: unknown[]) => ({ partner: { connection: 'Bearer' }, sendAnyway: true, headers });
  const named = await file('subscribe.json', JSON.stringify(create([header({ env: 'H' })])));
  const variable = `Bearer ${canaries.plant('header of a subscription by a variable', plain)}`;
  expect(await cli(['call', 'subscriptions.create', '--input', named], { H: variable })).toBe(0);
  const given = create([header({ value: canaries.plant('header of a subscription by input', plain) })]);
  const made = (await call('subscriptions.create', given)) as { ok: boolean; value: { id: string; endpoint: string } };
  expect(made.ok).toBe(true);
  const wrong = (name: string) => canaries.plant(`header of a subscription, ${name}`, plain);
  for (const headers of [
    [header(wrong('not wrapped'))],
    [header({ value: wrong('of a name that is none') }, 'X Y')],
    [header({ value: wrong('of our own name') }, secretHeader)],
    [header({ value: `${wrong('on two lines')}\r\nX: y` })],
    [header({ value: 'x' }, wrong('as a name'))],
  ])
    expect((await call('subscriptions.create', create(headers))).ok).toBe(false);
  for (const name of ['status', 'renew']) await call(`subscriptions.${name}`, { id: made.value.id });

  // Notifications prove themselves by the secret, and repeat it where they should not.
  const ours = partner.headerSent(secretHeader, made.value.endpoint);
  expect(ours).toMatch(/^[\w-]{20,}$/);
  for (const body of [ours, JSON.stringify({ resourceType: 'Bundle', type: 'history', id: ours }), `{"${ours}`]) {
    const headers = { 'content-type': 'application/fhir+json', [secretHeader]: ours };
    const answer = await fetch(made.value.endpoint, { method: 'POST', headers, body });
    told.push(await answer.text());
  }

  // Tasks are read with the token, their outputs elsewhere without.
  let task = '';
  for (const connection of ['Bearer', 'Secret', 'Keyed']) {
    const adopted = (await call('tasks.adopt', { partner: { connection }, taskId: 'foreign' })) as {
      ok: boolean;
      value: { id: string };
    };
    expect(adopted.ok, connection).toBe(true);
    const { id } = adopted.value;
    for (const name of ['poll', 'history', 'fetch', 'delete']) await call(`tasks.${name}`, { id });
    task = id;
  }
  expect(partner.seenElsewhere()).toContain('GET /output');
  expect(canaries.foundIn(partner.seenElsewhere())).toEqual([]);
  await page.goto(`${console}#/tasks/${task}`);
  await page.getByRole('region', { name: 'Task', exact: true }).getByText('/output').first().waitFor();
  await call('subscriptions.remove', { id: made.value.id });
}
