import path from 'node:path';
import type { SavedCertificates } from '../../../../shared/contract/sandbox.ts';
import type { SandboxAddress } from '../../../../shared/domain/role.ts';
import {
  afterFinalWays,
  answeringWays,
  noHitsWays,
  outputPlaces,
  trackingWays,
  unknownMemberWays,
} from '../../../../shared/domain/sandbox-answering.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { oneOf } from '../connection-options.ts';
import { jsonDocument, jsonLine } from '../printing.ts';
import { staying, untilEnded } from '../stay.ts';
import { refuse } from '../refusal.ts';

/** What `--step-ms` may be, in milliseconds. */
const longestStepMs = 86_400_000;

const portOf = (given: Given, name: string) => given.integer(name, 0, 65535);

function printAddress(
  session: Session,
  { provider, payer }: SandboxAddress,
  certificates: SavedCertificates | undefined,
  isLocked: boolean,
): Promise<void> {
  if (session.jsonLines) return session.print(jsonLine({ provider, payer, ...(certificates ? { certificates } : {}) }));
  const files = certificates ? `Certificates: ${Object.values(certificates).join(', ')}\n` : '';
  const tokens = isLocked ? `Tokens: provider ${provider.tokenUrl}, payer ${payer.tokenUrl}\n` : '';
  return session.print(
    `Sandbox ready: provider ${provider.fhirBaseUrl}, payer ${payer.fhirBaseUrl}\n${tokens}${files}`,
  );
}

/** `sandbox`: the embedded provider and payer, until the process is asked to end. */
export const sandbox: Command = {
  words: [],
  options: {
    'provider-port': { type: 'text' },
    'payer-port': { type: 'text' },
    seed: { type: 'text' },
    'step-ms': { type: 'text' },
    fault: { type: 'text', variadic: true },
    tls: { type: 'flag' },
    mtls: { type: 'flag' },
    'client-cert-out': { type: 'text' },
    'require-auth': { type: 'flag' },
    'client-jwks': { type: 'text' },
    answering: { type: 'text' },
    'require-purpose': { type: 'flag' },
    reopen: { type: 'flag' },
    'no-hits': { type: 'text' },
    outputs: { type: 'text' },
    tracking: { type: 'text' },
    'after-final': { type: 'text' },
    'unknown-member': { type: 'text' },
  },
  async run(given, session) {
    const faults = given.texts('fault');
    const jwks = given.text('client-jwks');
    await session.open({ capabilities: staying });
    const role = await session.run('sandbox.start', {
      providerPort: portOf(given, 'provider-port'),
      payerPort: portOf(given, 'payer-port'),
      seed: given.integer('seed', 0, Number.MAX_SAFE_INTEGER),
      stepMs: given.integer('step-ms', 10, longestStepMs),
      answering: oneOf(given, 'answering', answeringWays),
      requirePurpose: given.flag('require-purpose') || undefined,
      reopen: given.flag('reopen') || undefined,
      noHits: oneOf(given, 'no-hits', noHitsWays),
      outputs: oneOf(given, 'outputs', outputPlaces),
      tracking: oneOf(given, 'tracking', trackingWays),
      afterFinal: oneOf(given, 'after-final', afterFinalWays),
      unknownMember: oneOf(given, 'unknown-member', unknownMemberWays),
      faults: faults.length ? faults : undefined,
      tls: given.flag('mtls') ? 'mutual' : given.flag('tls') ? 'server' : undefined,
      requireAuth: given.flag('require-auth') || undefined,
      clientJwks: jwks === undefined ? undefined : { file: path.resolve(jwks) },
    });
    const folder = given.text('client-cert-out');
    const certificates =
      folder === undefined
        ? undefined
        : await session.run('sandbox.saveCertificates', { folder: path.resolve(folder) });
    if (!role.sandbox)
      refuse('internal', 'The sandbox started without an address.', 'Report it with the words on stderr.');
    else await printAddress(session, role.sandbox, certificates, role.locks?.requireAuth === true);
    await untilEnded(session.surface.ended);
    return 0;
  },
};

/** `sandbox reset`: back to the state of its seed. */
export const sandboxReset: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const receipt = await session.run('sandbox.reset', {});
    await session.print(session.json ? jsonDocument(receipt) : 'The sandbox is back at the state of its seed.\n');
    return 0;
  },
};
