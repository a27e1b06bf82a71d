import { expect } from 'vitest';
import type { SandboxMemberInfo, SandboxPush } from '../../../../shared/contract/sandbox.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import { practiceClients, type SandboxClient } from '../../../../shared/domain/sandbox-access.ts';
import { get, ifCan, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const { clientId, secret } = practiceClients.secret;

async function tokenFrom(url: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'system/Patient.rs',
    client_id: clientId,
    client_secret: secret,
  });
  const answer = await fetch(url, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

export const sandboxCases: readonly Case[] = [
  {
    name: 'the sandbox answers Tasks by itself or leaves them to a work queue, and tells both; its provider submits samples; faults can be set',
    async run(host) {
      const way = { answering: 'by-hand', outputs: 'external', stepMs: 20 };
      expect((await refused(host, 'sandbox.answering', { answering: 'never' })).code).toBe('invalid-input');
      const role = await ifCan<Role>(host, 'stay', 'sandbox.start', { providerPort: 0, payerPort: 0, ...way });
      if (!role) {
        expect((await refused(host, 'sandbox.answering', way)).code).toBe('not-running');
        return;
      }
      const submissions = { tracking: 'value', afterFinal: 'accept', unknownMember: 'hold' };
      const usual = { requirePurpose: false, reopen: false, noHits: 'empty-bundle', ...submissions };
      expect(role.answering).toEqual({ ...usual, ...way });
      const change = { answering: 'automatic', reopen: true, afterFinal: 'reject' };
      const changed = await get<Role>(host, 'sandbox.answering', change);
      expect(changed.answering).toEqual({ ...usual, ...way, ...change });
      expect((await get<Role>(host, 'sandbox.status')).answering).toEqual(changed.answering);
      const to = role.sandbox?.payer.fhirBaseUrl;
      const several = await get<SandboxPush>(host, 'sandbox.submit', { to, sample: 'several' });
      expect(several).toMatchObject({
        httpStatus: 200,
        answers: [200, 200, 200].map((httpStatus) => ({ httpStatus })),
      });
      expect((await refused(host, 'sandbox.submit', { to, sample: 'unheard-of' })).code).toBe('invalid-input');
      const members = await get<SandboxMemberInfo[]>(host, 'sandbox.members');
      expect(members.flatMap(({ claims = [] }) => claims).length).toBeGreaterThan(20);
      const faults = ['task-holds', 'notify-lost', 'payer-hold'];
      expect((await get<Role>(host, 'sandbox.faults', { faults })).faults).toEqual(faults);
      expect((await get<Role>(host, 'sandbox.stop')).answering).toBeUndefined();
    },
  },
  {
    name: 'the sandbox locks its doors, knows its clients and opens to a token; where no process runs it, that is said',
    async run(host) {
      const free = { providerPort: 0, payerPort: 0, requireAuth: true };
      const role = await ifCan<Role>(host, 'stay', 'sandbox.start', free);
      if (!role) {
        for (const name of ['sandbox.locks', 'sandbox.clients'])
          expect((await refused(host, name)).code, name).toBe('not-running');
        return;
      }
      const { fhirBaseUrl = '', tokenUrl = '' } = role.sandbox?.provider ?? {};
      expect(role.locks).toMatchObject({ requireAuth: true });
      expect((await fetch(`${fhirBaseUrl}/Patient`)).status).toBe(401);
      const headers = { authorization: `Bearer ${await tokenFrom(tokenUrl)}` };
      expect((await fetch(`${fhirBaseUrl}/Patient?_count=1`, { headers })).status).toBe(200);
      expect((await fetch(`${fhirBaseUrl}/Condition`, { headers })).status).toBe(403);
      const clients = await get<SandboxClient[]>(host, 'sandbox.clients');
      expect(clients.map((client) => client.clientId)).toContain(clientId);
      expect(JSON.stringify(clients)).not.toContain(secret);
      await get(host, 'connections.add', {
        name: 'To admit',
        baseUrl: fhirBaseUrl,
        auth: { method: 'code', clientId: 'app-of-the-suite', client: 'public' },
      });
      expect(await get(host, 'sandbox.admit', { connection: 'To admit' })).toEqual({ clientId: 'app-of-the-suite' });
      expect((await refused(host, 'sandbox.admit', { connection: 'sandbox-provider' })).code).toBe('invalid-input');
      const bad = await refused(host, 'sandbox.locks', { clientJwks: { value: '{}' } });
      expect(bad.code).toBe('invalid-input');
      const open = await get<Role>(host, 'sandbox.locks', { requireAuth: false });
      expect(open.locks).toMatchObject({ requireAuth: false });
      expect((await fetch(`${fhirBaseUrl}/Patient?_count=1`)).status).toBe(200);
      await get(host, 'connections.remove', { connection: 'To admit' });
      expect(await get<Role>(host, 'sandbox.stop')).toMatchObject({ running: false });
    },
  },
];
