import { expect } from 'vitest';
import type { CheckUp } from '../../../../shared/domain/check-up.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { Discovery } from '../../../../shared/domain/discovery.ts';
import { sendFhir, startPartner, type TestPartner } from '../../cli-partner.ts';
import { get, type Host, heard, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const statement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  kind: 'instance',
  fhirVersion: '4.0.1',
  format: ['json'],
  rest: [{ mode: 'server', resource: [{ type: 'Patient', interaction: [{ code: 'search-type' }] }] }],
};

/** A partner that publishes its statement and a SMART configuration, and a connection to it. */
async function withPartner(
  host: Host,
  name: string,
  work: (connection: Connection, partner: TestPartner) => Promise<void>,
) {
  const partner = await startPartner(({ path }, response, base) => {
    if (path === 'metadata') return sendFhir(response, 200, statement);
    if (path.startsWith('Patient?')) return sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset' });
    if (path !== '.well-known/smart-configuration') return response.writeHead(404).end();
    const published = { token_endpoint: `${base}/token`, capabilities: [] };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(published));
  });
  try {
    await work(await get<Connection>(host, 'connections.add', { name, baseUrl: partner.base }), partner);
  } finally {
    await partner.close();
  }
}

export const checkUpCases: readonly Case[] = [
  {
    name: 'what a partner publishes is read once, and again on demand',
    run: (host) =>
      withPartner(host, 'Elder', async ({ id }, partner) => {
        const first = await get<Discovery>(host, 'connections.discover', { connection: 'Elder' });
        expect(first).toMatchObject({
          id,
          baseUrl: partner.base,
          smart: { state: 'found', value: { tokenEndpoint: `${partner.base}/token` } },
          udap: { state: 'absent', httpStatus: 404 },
          statement: { state: 'found' },
          davinci: { state: 'absent' },
        });
        expect(first.smart).toHaveProperty('problems.length', 3);
        expect(await get(host, 'connections.discover', { connection: id })).toEqual(first);
        const asked = partner.requests.length;
        await get(host, 'connections.discover', { connection: id, refresh: true });
        expect(partner.requests.length).toBe(asked * 2);
      }),
  },
  {
    name: 'a connection is checked up, the result is kept and told',
    run: (host) =>
      withPartner(host, 'Hazel', async ({ id }) => {
        const hearing = await host.listen();
        const checkUp = await get<CheckUp>(host, 'connections.test', { connection: 'Hazel' });
        expect(checkUp.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
          'reachability ok',
          'tls warn',
          'discovery warn',
          'authorization ok',
          'capability-statement warn',
          'search ok',
        ]);
        expect(checkUp).toMatchObject({ id, ok: true, history: [{ at: checkUp.at }] });
        await heard(
          hearing,
          'the check-up',
          (event) => event.type === 'change' && event.change.kind === 'checkup' && event.change.id === id,
        );
        await hearing.stop();
      }),
  },
  {
    name: 'a check-up of nobody is refused',
    async run(host) {
      for (const name of ['connections.test', 'connections.discover'])
        expect((await refused(host, name, { connection: 'Nobody' })).code).toBe('not-found');
    },
  },
];
