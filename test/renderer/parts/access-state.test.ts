import { describe, expect, it } from 'vitest';
import { accessState, timeLeft } from '../../../renderer/parts/access-state.ts';
import type { Access, TokenState } from '../../../shared/domain/access.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { DiagnosisCode } from '../../../shared/domain/diagnosis.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const connection = (method: 'none' | 'bearer' | 'backend' | 'code', secrets: Connection['secrets'] = []) => {
  const auths = {
    none: { method: 'none' },
    bearer: { method: 'bearer' },
    backend: { method: 'backend', clientId: 'us', key: 'k' },
    code: { method: 'code', clientId: 'us', client: 'public' },
  } as const;
  return { auth: auths[method], secrets };
};
const holding = (more: Partial<TokenState>): Access => ({
  id: 'c',
  token: { tokenType: 'Bearer', obtainedAt: at(-60), granted: [], missing: [], refreshable: false, ...more },
});
const refused = (code: DiagnosisCode): Access => ({
  id: 'c',
  refusal: { at: at(-5), diagnosis: { code, message: 'No.', next: 'Ask.' } },
});

describe('how we stand with a partner', () => {
  it('counts a token down in one unit, as a share of its whole time', () => {
    expect(accessState(connection('backend'), holding({ expiresAt: at(240) }), now)).toEqual({
      st: 'ok',
      words: 'token 4 min left',
      share: 0.8,
    });
    expect(accessState(connection('backend'), holding({ expiresAt: at(42) }), now)).toMatchObject({
      st: 'warn',
      words: 'token 42 s left',
    });
    expect(timeLeft(3 * 3_600_000)).toBe('3 h');
    expect(timeLeft(12 * 86_400_000)).toBe('12 d');
    expect(timeLeft(-1)).toBe('0 s');
  });
  it('does not count what has no end or has ended', () => {
    expect(accessState(connection('backend'), holding({}), now)).toEqual({ st: 'ok', words: 'token held' });
    expect(accessState(connection('backend'), holding({ expiresAt: at(-1) }), now).words).toBe('token expired');
    expect(accessState(connection('code'), holding({ expiresAt: at(-1), refreshable: true }), now).words).toBe(
      'token expired, refreshed when used',
    );
  });
  it('says why there is none', () => {
    expect(accessState(connection('backend'), refused('wrong-audience'), now, 401)).toEqual({
      st: 'fail',
      words: 'no token, refused 401',
    });
    expect(accessState(connection('backend'), refused('certificate-untrusted'), now).words).toBe(
      'no token, TLS failed',
    );
    expect(accessState(connection('code'), refused('sign-in-needed'), now)).toEqual({
      st: 'idle',
      words: 'signed out',
    });
    expect(accessState(connection('code'), undefined, now).words).toBe('signed out');
    expect(accessState(connection('backend'), undefined, now).words).toBe('no token yet');
  });
  it('knows those who ask for no token', () => {
    expect(accessState(connection('none'), undefined, now).words).toBe('none, open server');
    expect(accessState(connection('none'), undefined, now, 401)).toMatchObject({ st: 'fail' });
    expect(accessState(connection('bearer', ['bearer']), undefined, now).words).toBe('bearer token');
    expect(accessState(connection('bearer', ['bearer']), undefined, now, 403).words).toBe('bearer refused 403');
    expect(accessState(connection('bearer'), undefined, now)).toMatchObject({ st: 'fail', words: 'no bearer token' });
  });
});
