import type { SandboxLocks } from '../../../shared/domain/sandbox-access.ts';

/** How the sandbox is locked, in a word or two; undefined while it is open. */
export function lockWords(locks: SandboxLocks | undefined): string | undefined {
  const parts = [
    locks?.requireAuth && 'token',
    locks?.tls === 'server' && 'TLS',
    locks?.tls === 'mutual' && 'mutual TLS',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : undefined;
}
