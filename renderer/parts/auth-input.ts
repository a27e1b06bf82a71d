import type { AuthInput } from '../../shared/contract/auth.ts';
import type { Auth } from '../../shared/domain/auth.ts';

/** How a connection is let in, as it is written to the host again: certificates are given beside it, so they are left out. */
export function authInputOf(auth: Auth): AuthInput {
  if (auth.method !== 'udap') return auth;
  const { certificate: _, ...input } = auth;
  return input;
}

/** The same with another token URL; methods that ask for no token stay as they are. */
export function withTokenUrl(auth: Auth, tokenUrl: string): AuthInput {
  const input = authInputOf(auth);
  return input.method === 'none' || input.method === 'bearer' ? input : { ...input, tokenUrl };
}
