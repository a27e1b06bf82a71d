import type { Subscription } from '@medplum/fhirtypes';
import { afterEach, expect, it } from 'vitest';
import type { Sandbox } from '../../../../main/sandbox/sandbox.ts';
import { startSandbox } from '../../../../main/sandbox/start-sandbox.ts';
import { definitionsFile } from '../support/definitions.ts';
import { subscriptionTo } from '../support/requests.ts';
import { makeSeed } from '../support/sandbox.ts';
import { ask, clientOf } from '../tls/secure-client.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

it.each(['server', 'mutual'] as const)(
  'notifications go over HTTPS to an endpoint that asks for %s TLS',
  async (tls) => {
    sandbox = await startSandbox({ folder: ':memory:', definitionsFile: await definitionsFile(), tls }, { makeSeed });
    const { provider, payer } = sandbox;
    const trust = await clientOf(sandbox);
    // The payer takes any Bundle for keeping, and so a handshake as well.
    const headers = { 'content-type': 'application/fhir+json' };
    const body = JSON.stringify(subscriptionTo(`${payer.fhirBaseUrl}/Bundle`));
    const created = await ask(`${provider.fhirBaseUrl}/Subscription`, trust, { method: 'POST', headers }, body);
    expect(created.status).toBe(201);
    const { id } = JSON.parse(created.text) as Subscription;
    let now: Subscription;
    do now = JSON.parse((await ask(`${provider.fhirBaseUrl}/Subscription/${id}`, trust)).text) as Subscription;
    while (now.status === 'requested');
    expect([now.status, now.error]).toEqual(['active', undefined]);
    expect(JSON.parse((await ask(`${payer.fhirBaseUrl}/Bundle?type=history`, trust)).text).total).toBe(1);
  },
);
