import type { Connection } from '../../shared/domain/connection.ts';
import { defaultPolicy } from '../../shared/domain/policy.ts';
import type { SandboxAddress } from '../../shared/domain/role.ts';

/** The first of `name`, `name 2`, `name 3` ... that is free: a person may have given a connection of their own our name. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** What a person may have changed of a built-in connection stays. */
export const kept = (connection: Connection | undefined) =>
  connection
    ? {
        name: connection.name,
        cdexVersion: connection.cdexVersion,
        timeoutMs: connection.timeoutMs,
        createdAt: connection.createdAt,
      }
    : {};

/** The two built-in connections at the addresses the sandbox has now. `createdAt` is an ISO instant. */
export function connectionsTo({ provider, payer }: SandboxAddress, createdAt: string): Connection[] {
  const common = {
    cdexVersion: '2.1',
    timeoutMs: 30_000,
    auth: { method: 'none' },
    line: {},
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
