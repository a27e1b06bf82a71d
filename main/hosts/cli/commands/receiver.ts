import path from 'node:path';
import type { Given as GivenSecret } from '../../../../shared/contract/given.ts';
import { type Reach, type ReceiverSetup, receiverProofs } from '../../../../shared/domain/receiver.ts';
import type { Given, OptionSpec } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { oneOf } from '../connection-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const text: OptionSpec = { type: 'text' };
const flag: OptionSpec = { type: 'flag' };

const proofWords: Record<ReceiverSetup['proof'], string> = {
  none: 'none: whoever reaches it is let in',
  path: 'a secret part of the path',
  header: 'a secret header',
  bearer: 'a token of the sandbox’s payer',
  certificate: 'a client certificate',
};

const tlsWords: Record<ReceiverSetup['tls']['mode'], string> = {
  off: 'off: plain HTTP',
  made: 'a certificate made here',
  given: 'the given certificate',
  sandbox: 'a certificate of the sandbox’s authority',
};

function setupText(setup: ReceiverSetup): string {
  const { host, publicUrl, maxBytes, tls, proof, headerName, matching, requireSignature, secrets } = setup;
  const lines: [string, string][] = [
    ['Address', host],
    ['Public URL', publicUrl ?? 'none'],
    ['Limit', `${maxBytes} bytes`],
    ['TLS', tlsWords[tls.mode]],
    ['Proof', proof === 'header' ? `${proofWords[proof]}, ${headerName}` : proofWords[proof]],
    ['Tracking ids', matching === 'strict' ? 'matched by system and value' : 'matched by value'],
    ['Signatures', requireSignature ? 'required' : 'not required'],
    ['In the vault', secrets.join(', ') || 'nothing'],
  ];
  return lines.map(([name, value]) => `${name.padEnd(14)}${value}\n`).join('');
}

const printSetup = (session: Session, setup: ReceiverSetup) =>
  session.print(session.json ? jsonDocument(setup) : setupText(setup));

/** `receiver setup`: how the receiver listens. */
export const receiverSetup: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    await printSetup(session, await session.run('receiver.setup', {}));
    return 0;
  },
};

const fileOf = (given: Given, name: string): GivenSecret | undefined => {
  const typed = given.text(name);
  return typed === undefined ? undefined : { file: path.resolve(typed) };
};

/** The secret, named by variable or file: an argument could be read by others. */
function secretOf(given: Given): GivenSecret | undefined {
  const variable = given.text('secret-env');
  const file = fileOf(given, 'secret-file');
  if (variable !== undefined && file)
    return misused('Both --secret-env and --secret-file name the secret.', 'Give one of the two.');
  return variable === undefined ? file : { env: variable };
}

function publicUrlOf(given: Given): string | null | undefined {
  const url = given.text('public-url');
  if (!given.flag('no-public-url')) return url;
  return url === undefined
    ? null
    : misused('--public-url and --no-public-url exclude each other.', 'Give one of the two.');
}

const required = ['required', 'not-required'] as const;

/** `receiver set`: changes that. */
export const receiverSet: Command = {
  words: [],
  options: {
    host: text,
    'public-url': text,
    'no-public-url': flag,
    'max-bytes': text,
    tls: text,
    'new-certificate': flag,
    cert: text,
    key: text,
    'client-ca': text,
    proof: text,
    header: text,
    'secret-env': text,
    'secret-file': text,
    'new-secret': flag,
    matching: text,
    signatures: text,
    wider: flag,
  },
  async run(given, session) {
    const signatures = oneOf(given, 'signatures', required);
    const setup = await session.run('receiver.change', {
      host: given.text('host'),
      publicUrl: publicUrlOf(given),
      maxBytes: given.integer('max-bytes', 1, Number.MAX_SAFE_INTEGER),
      tls: oneOf(given, 'tls', ['off', 'made', 'given', 'sandbox']),
      newCertificate: given.flag('new-certificate') || undefined,
      certificate: fileOf(given, 'cert'),
      key: fileOf(given, 'key'),
      clientCa: fileOf(given, 'client-ca'),
      proof: oneOf(given, 'proof', receiverProofs),
      headerName: given.text('header'),
      secret: secretOf(given),
      newSecret: given.flag('new-secret') || undefined,
      matching: oneOf(given, 'matching', ['strict', 'value']),
      requireSignature: signatures && signatures === 'required',
      wider: given.flag('wider') || undefined,
    });
    await printSetup(session, setup);
    if ((await session.run('receiver.status', {})).running)
      session.say('The receiver that runs goes on as it was; it listens like this when it is started again.');
    return 0;
  },
};

const results = { answered: 'answered', another: 'another program', silent: 'no answer' } as const;

function reachText({ says, addresses, obstacles }: Reach): string {
  const rows = addresses.map((one) => [results[one.result], one.kind, one.submitAttachmentUrl, one.says]);
  const between = obstacles.map(({ severity, message, next }) => `${severity}: ${message}\n    ${next}\n`).join('');
  return `${says}\n\n${table(['RESULT', 'KIND', 'ADDRESS', 'WHAT IT MEANS'], rows)}${between ? `\n${between}` : ''}`;
}

/** `receiver reach`: where partners could reach it; exit 2 when it does not run, or something of ours is wrong. */
export const receiverReach: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const reach = await session.run('receiver.reach', {});
    await session.print(session.json ? jsonDocument(reach) : reachText(reach));
    return reach.obstacles.some(({ severity }) => severity === 'error') ? 2 : 0;
  },
};

/** `receiver tell --out FILE`: what a partner must be told, the secret included. */
export const receiverTell: Command = {
  words: [],
  options: { out: text },
  async run(given, session) {
    const out = given.text('out') ?? misused('receiver tell needs a file.', 'Give --out FILE.');
    const written = await session.run('receiver.tell', { file: path.resolve(out) });
    await session.print(
      session.json
        ? jsonDocument(written)
        : `${written.file}: ${written.bytes} bytes. It holds what opens the receiver: give it to the partner alone.\n`,
    );
    return 0;
  },
};
