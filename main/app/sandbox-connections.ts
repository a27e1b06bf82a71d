import type { Connection } from '../../shared/domain/connection.ts';
import { defaultPolicy } from '../../shared/domain/policy.ts';
import type { SandboxAddress } from '../../shared/domain/role.ts';
import type { SandboxLocks } from '../../shared/domain/sandbox-access.ts';

/** The first of `name`, `name 2`, `name 3` ... that is free: a person may have given a connection of their own our name. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** What a person may have changed of a built-in connection stays; whom it trusts follows the sandbox. */
export const kept = (connection: Connection, known: Connection | undefined): Connection => {
  if (!known) return connection;
  const { ca: _, ...line } = known.line;
  const { baseUrl, role, origin } = connection;
  return { ...known, baseUrl, role, origin, line: { ...line, ...connection.line } };
};

/** The ids of the built-in connections. */
export const builtIn = ['sandbox-provider', 'sandbox-payer'] as const;

/** The two built-in connections at the addresses the sandbox has now, trusting its authority. `createdAt` is an ISO instant. */
export function connectionsTo(
  { provider, payer }: SandboxAddress,
  { ca }: Pick<SandboxLocks, 'ca'>,
  createdAt: string,
): Connection[] {
  const common = {
    cdexVersion: '2.1',
    timeoutMs: 30_000,
    auth: { method: 'none' },
    line: ca ? { ca } : {},
    policy: defaultPolicy,
    secrets: [],
    createdAt,
  } satisfies Partial<Connection>;
  return [
    {
      ...common,
      id: 'sandbox-provider',
      name: 'Lakeside Clinic (sandbox)',
      role: 'payer',
      origin: 'sandbox-provider',
      baseUrl: provider.fhirBaseUrl,
    },
    {
      ...common,
      id: 'sandbox-payer',
      name: 'Harbor Mutual (sandbox)',
      role: 'provider',
      origin: 'sandbox-payer',
      baseUrl: payer.fhirBaseUrl,
    },
  ];
}
