import { describe, expect, test } from 'vitest';
import { connectionSecret } from '../../../../main/credentials/vault.ts';
import { admitTo } from '../../../../main/exchange/admissions.ts';
import { basisOf } from '../../../../main/exchange/token/token-set.ts';
import type { Auth } from '../../../../shared/domain/auth.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import { bearerToken, byBasic, grant, grants, held, openDesk } from './desk.ts';

describe('a token', () => {
  test('that is on its way while the connection moves goes to nobody, and is not kept', async () => {
    const desk = await openDesk();
    const { script, release } = held(grant());
    desk.answer(script, grants({ expires_in: 301 }));
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const before = desk.tokens.authorization(connection, {});
    await expect.poll(() => desk.forms().length).toBe(1);
    const moved = { ...connection, baseUrl: 'https://other.example/fhir' };
    desk.store.write(() => desk.store.connections.put(moved));
    const after = desk.tokens.authorization(moved, {}); // must not join the request under way
    release();
    expect(failure(await before)).toMatchObject({ code: 'cancelled', message: expect.stringContaining('changed') });
    unwrap(await after);
    expect(desk.forms()).toHaveLength(2);
    expect(unwrap(await desk.tokens.get(moved, {})).state.expiresAt).toBe(
      new Date(desk.clock.now() + 301_000).toISOString(),
    );
  });

  test('that comes after its connection was removed leaves nothing behind but the trail', async () => {
    const desk = await openDesk();
    const { script, release } = held(grant());
    desk.answer(script);
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const asked = desk.tokens.authorization(connection, {});
    await expect.poll(() => desk.forms().length).toBe(1);
    desk.store.write(() => desk.store.connections.remove(connection.id));
    release();
    expect(failure(await asked).code).toBe('cancelled');
    expect(desk.vault.has(connectionSecret(connection.id, 'token'))).toBe(false);
    expect(desk.store.accesses.get(connection.id)).toBeUndefined();
    expect(desk.store.audit.list(5, { action: 'credential' })[0]).toMatchObject({ outcome: 'granted' });
  });

  test('that is asked for while somebody signs out is forgotten with the others', async () => {
    const desk = await openDesk();
    const { script, release } = held(grant());
    desk.answer(script, grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const asked = desk.tokens.authorization(connection, {});
    await expect.poll(() => desk.forms().length).toBe(1);
    const gone = desk.tokens.signOut(connection);
    release();
    unwrap(await asked);
    expect(unwrap(await gone).forgotten).toBe(true);
    expect(desk.vault.has(connectionSecret(connection.id, 'token'))).toBe(false);
    expect(desk.store.accesses.get(connection.id)).toBeUndefined();
  });

  test('is let go of with the vault, and found again when it opens', async () => {
    const desk = await openDesk();
    desk.answer(grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    unwrap(await desk.tokens.authorization(connection, {}));
    await desk.vault.lock();
    await desk.tokens.letGo();
    expect(failure(await desk.tokens.authorization(connection, {})).code).toBe('vault-locked');
    unwrap(await desk.vault.unlock('a passphrase for tests'));
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe('Bearer canary-access-token-1');
  });

  test('of a person who signed in asks for the vault when that is locked, and for no second sign-in', async () => {
    const desk = await openDesk();
    desk.answer(grant({ refresh_token: 'canary-refresh-1' }));
    const connection = await desk.connect({
      method: 'code',
      client: 'public',
      clientId: 'app',
      tokenUrl: desk.tokenUrl,
    } as Auth);
    const set = { basis: basisOf(connection), accessToken: 'old', refreshToken: 'canary-refresh-0' };
    const state = { obtainedAt: '2020-01-01T00:00:00Z', expiresAt: '2020-01-01T00:05:00Z' };
    unwrap(await desk.vault.put(connectionSecret(connection.id, 'token'), JSON.stringify({ ...set, state })));
    await desk.vault.lock();
    expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
      code: 'vault-locked',
      diagnosis: { code: 'vault-locked' },
    });
    expect(desk.store.accesses.get(connection.id)).toBeUndefined();
    unwrap(await desk.vault.unlock('a passphrase for tests'));
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe(`Bearer ${bearerToken}`);
  });

  test('goes to the place of its connection alone, whatever the work began with', async () => {
    const desk = await openDesk();
    desk.answer(grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const admit = admitTo(desk, connection.id);
    unwrap(await admit({ baseUrl: connection.baseUrl }));
    expect(failure(await admit({ baseUrl: 'https://before.example/fhir' }))).toMatchObject({
      message: expect.stringContaining('another base URL'),
    });
  });
});
