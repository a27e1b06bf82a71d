import { expect } from '@playwright/test';
import type { Stage } from './stage.ts';

/** Lets a partner issue secrets, and give back in every way what it was sent. */
export async function plantByPartners(stage: Stage): Promise<void> {
  const { canaries, partner, hearing, told, call } = stage;
  for (const kind of ['refuse', 'html', 'cut', 'form']) {
    const auth = { method: 'client-secret', clientId: `us-${kind}`, send: kind === 'html' ? 'post' : 'basic' };
    const secrets = { clientSecret: { value: canaries.plant(`client secret that is answered with ${kind}`) } };
    const input = { name: kind, baseUrl: partner.base, auth, secrets };
    expect((await call('connections.add', input)).ok).toBe(true);
    for (const name of ['tokens.get', 'tokens.explain']) await call(name, { connection: kind });
    await call('queries.read', { partner: { connection: kind }, reference: 'Patient/echo' });
  }
  const keyed = { method: 'backend', clientId: 'us-grant', key: 'ec', jku: partner.jwksUrl };
  expect((await call('connections.add', { name: 'Keyed', baseUrl: partner.base, auth: keyed })).ok).toBe(true);
  const refusedKey = { ...keyed, clientId: 'us-refuse', key: 'rsa' };
  expect((await call('connections.add', { name: 'Keyed, refused', baseUrl: partner.base, auth: refusedKey })).ok).toBe(
    true,
  );
  for (const connection of ['Keyed', 'Keyed, refused', 'Secret'])
    for (const name of ['tokens.get', 'tokens.explain', 'connections.test']) await call(name, { connection });

  // A person signs in; the test plays the browser and the partner's page.
  const code = { name: 'Signed in', baseUrl: partner.base, auth: { method: 'code', clientId: 'person-grant' } };
  expect((await call('connections.add', code)).ok).toBe(true);
  const signingIn = call('tokens.sign-in', { connection: 'Signed in', open: false, operationId: 'sign-in' });
  const address = await expect
    .poll(async () => JSON.stringify(await hearing.events()).match(/http[^"]+\/authorize\?[^"]+/)?.[0])
    .toBeTruthy()
    .then(
      async () => new URL(JSON.stringify(await hearing.events()).match(/http[^"]+\/authorize\?[^"\\\s]+/)?.[0] ?? ''),
    );
  const back = new URL(address.searchParams.get('redirect_uri') ?? '');
  const state = address.searchParams.get('state') ?? '';
  back.search = new URLSearchParams({ code: canaries.plant('authorization code', '#/+='), state }).toString();
  told.push(await (await fetch(back)).text());
  expect((await signingIn).ok).toBe(true);

  for (const connection of ['Secret', 'Keyed', 'Signed in', 'Bearer', 'By input'])
    for (const id of [
      'echo',
      'slashes',
      'angles',
      'plus',
      'refused',
      'failed',
      'page',
      'named',
      'moved',
      'signed',
      'user',
      'cookie',
      'nothing',
    ]) {
      await call('queries.read', { partner: { connection }, reference: `Patient/${id}` });
    }
  await call('connections.abilities', { partner: { connection: 'Secret' } });
  await call('tokens.sign-out', { connection: 'Signed in' });
}
