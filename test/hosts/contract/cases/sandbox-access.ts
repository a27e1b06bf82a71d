import path from 'node:path';
import { expect } from 'vitest';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import { practiceClients } from '../../../../shared/domain/sandbox-access.ts';
import { get, type Host, ifCan, refused } from '../host.ts';
import type { Case } from '../suite.ts';
import { haveVault } from '../vault.ts';

/** Runs the sandbox, locked, where the host can; elsewhere only that its commands are refused is to be seen. */
async function withSandbox(host: Host, locks: object, work: (fhirBaseUrl: string) => Promise<void>): Promise<void> {
  await haveVault(host);
  const ports = { providerPort: 0, payerPort: 0, requireAuth: true };
  const role = await ifCan<Role>(host, 'stay', 'sandbox.start', { ...ports, ...locks });
  if (!role) {
    expect((await refused(host, 'sandbox.faults', { faults: [] })).code).toBe('not-running');
    expect(await get<Role>(host, 'sandbox.status')).toMatchObject({ running: false });
    return;
  }
  try {
    expect(await get<Role>(host, 'sandbox.status')).toMatchObject({ running: true });
    await work(role.sandbox?.provider.fhirBaseUrl ?? '');
  } finally {
    await get(host, 'sandbox.faults', { faults: [] });
    await get(host, 'sandbox.stop');
  }
}

const search = (host: Host, connection: string) =>
  get(host, 'queries.search', { partner: { connection }, query: 'Patient?_count=1' });
const remove = (host: Host, connection: string) => get(host, 'connections.remove', { connection });

export const sandboxAccessCases: readonly Case[] = [
  {
    name: 'the sandbox lets in by key and by secret, and each fault of its checks is named',
    run: (host) =>
      withSandbox(host, {}, async (baseUrl) => {
        await get(host, 'keys.generate', { name: 'Sandbox key', alg: 'ES384' });
        const backend = { method: 'backend', clientId: 'suite-key', key: 'Sandbox key', scope: 'system/*.rs' };
        await get(host, 'connections.add', { name: 'By key', baseUrl, auth: backend });
        await get(host, 'sandbox.admit', { connection: 'By key' });
        await search(host, 'By key');
        for (const [fault, code] of [
          ['wrong-audience', 'wrong-audience'],
          ['unknown-kid', 'unknown-kid'],
          ['reused-jti', 'reused-jti'],
          ['expired-assertion', 'assertion-expired'],
        ]) {
          await get(host, 'sandbox.faults', { faults: [fault] });
          const failure = await refused(host, 'tokens.get', { connection: 'By key', fresh: true });
          expect(failure.diagnosis?.code, fault).toBe(code);
        }
        await get(host, 'sandbox.faults', { faults: [] });
        const { clientId, secret } = practiceClients.secret;
        const auth = { method: 'client-secret', clientId, scope: 'system/*.rs' };
        await get(host, 'connections.add', {
          name: 'By secret',
          baseUrl,
          auth,
          secrets: { clientSecret: { value: secret } },
        });
        await search(host, 'By secret');
        for (const connection of ['By key', 'By secret']) await remove(host, connection);
        await get(host, 'keys.remove', { key: 'Sandbox key' });
        expect(await get(host, 'sandbox.reset')).toEqual({ reset: true });
      }),
  },
  {
    name: 'the sandbox lets in by mutual TLS and UDAP, with certificates it gives, its registration included',
    run: (host) =>
      withSandbox(host, { tls: 'mutual' }, async (baseUrl) => {
        expect(baseUrl).toMatch(/^https:/);
        await get(host, 'connections.add', { name: 'Certified', baseUrl });
        expect((await refused(host, 'connections.abilities', { partner: { connection: 'Certified' } })).code).toMatch(
          /^tls-/,
        );
        const certified = await get<Connection>(host, 'sandbox.certificate', { connection: 'Certified' });
        expect(certified).toMatchObject({
          secrets: ['clientKey'],
          line: { ca: expect.stringContaining('CERTIFICATE') },
        });
        expect(JSON.stringify(certified)).not.toContain('PRIVATE KEY');
        await get(host, 'connections.abilities', { partner: { connection: 'Certified' } });
        await get(host, 'sandbox.certificate', { connection: 'Certified', kind: 'udap' });
        const { clientId } = await get<{ clientId: string }>(host, 'tokens.register', { connection: 'Certified' });
        expect(clientId).not.toBe('');
        await search(host, 'Certified');
        await remove(host, 'Certified');
      }),
  },
  {
    name: 'certificates of the sandbox are written by hosts that write files, while it runs',
    async run(host) {
      const folder = path.join(host.dataFolder, 'certificates');
      const { code } = await refused(host, 'sandbox.saveCertificates', { folder });
      expect(code).toBe(host.capabilities.includes('write-files') ? 'not-running' : 'capability-missing');
    },
  },
];
