import path from 'node:path';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { whenTooLarge } from '../../../shared/cdex/size-advice.ts';
import type { ReceiverSetup } from '../../../shared/domain/receiver.ts';
import { X509Certificate } from 'node:crypto';
import type { Kit } from '../kit.ts';
import { tellExport } from '../tell-export.ts';
import { writeAside } from '../write-aside.ts';
import { inUrl, ownAddresses, toldAddress } from './addresses.ts';
import { setupOf } from './change-receiver.ts';
import { type ReceiverSecrets, takeSecrets } from './secrets.ts';

/** The origin partners are told: of the running receiver, else the one it would have. */
async function originOf({ store, ports }: Kit, { publicUrl, host, tls }: ReceiverSetup): Promise<Reply<string>> {
  const role = store.roles.get('receiver');
  if (publicUrl) return ok(publicUrl);
  if (role?.running && role.receiver) return ok(new URL(role.receiver.submitAttachmentUrl).origin);
  const port = (await ports.settings()).get('receiverPort');
  if (port === 0)
    return fail(
      'not-running',
      'The receiver takes any free port and does not run, so nobody knows its address yet.',
      'Start it first, or give it a port in Settings.',
    );
  return ok(`${tls.mode === 'off' ? 'http' : 'https'}://${inUrl(toldAddress(host, ownAddresses()))}:${port}`);
}

/** How a sender proves itself, with the secret. */
function proofLines(kit: Kit, { proof, headerName, tls }: ReceiverSetup, { header }: ReceiverSecrets): string[] {
  const tokenUrl = kit.store.roles.get('sandbox')?.sandbox?.payer.tokenUrl;
  switch (proof) {
    case 'none':
      return ['No proof is asked for.'];
    case 'path':
      return ['The address itself is the secret: give it to nobody else, and keep it out of logs.'];
    case 'header':
      return ['Send this header with every request. Its value is a secret.', '', `    ${headerName}: ${header}`];
    case 'bearer':
      return [
        'Send an access token with every request (Authorization: Bearer), whose scope allows to create, such as system/Communication.c.',
        `Get it from ${tokenUrl ?? 'the token URL of the sandbox’s payer'}.`,
      ];
    case 'certificate':
      return [
        tls.clientCa
          ? 'Show a client certificate of one of these authorities:'
          : 'Show a client certificate that the sandbox has issued.',
        ...(tls.clientCa ? ['', ...namesIn(tls.clientCa).map((name) => `    ${name}`)] : []),
      ];
  }
}

const blocks = (pem: string) => pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
const namesIn = (pem: string) => blocks(pem).map((one) => new X509Certificate(one).subject.replaceAll('\n', ', '));

/** What to trust, where no partner does by itself; the last certificate of the chain stands above the others. */
function trustLines({ tls }: ReceiverSetup): string[] {
  const anchor = tls.mode === 'off' ? undefined : blocks(tls.certificate ?? '').at(-1);
  if (anchor === undefined) return [];
  const { fingerprint256, validTo } = new X509Certificate(anchor);
  const who =
    tls.mode === 'made'
      ? 'The certificate was made by the receiver itself. Trust it:'
      : tls.mode === 'sandbox'
        ? 'The certificate is one of a practice authority. Trust that for tests with this receiver alone:'
        : 'Where your system does not trust the certificate already, this is the last of its chain:';
  return ['', 'TLS', '', who, `SHA-256 ${fingerprint256}, until ${validTo}`, '', anchor];
}

async function letterOf(kit: Kit): Promise<Reply<string>> {
  const setup = setupOf(kit);
  if (setup.tls.mode === 'sandbox' && setup.tls.certificate === undefined)
    return fail(
      'not-running',
      'The receiver’s certificate is issued when it starts, which it has not done yet.',
      'Start the receiver once, then write this again.',
    );
  const origin = await originOf(kit, setup);
  if (!origin.ok) return origin;
  const secrets = await takeSecrets(kit.vault, { ...setup, tls: { mode: 'off' } });
  if (!secrets.ok) return secrets;
  const base = secrets.value.path === undefined ? origin.value : `${origin.value}/${secrets.value.path}`;
  const lines = [
    'How to send to our receiver (HL7 Da Vinci CDex)',
    '',
    `Submissions    POST ${base}/$submit-attachment`,
    `Notifications  POST ${base}/notifications`,
    `What it takes  GET ${origin.value}/metadata`,
    `Our keys       GET ${origin.value}/.well-known/jwks.json`,
    '',
    'FHIR R4 in JSON (application/fhir+json); gzip and deflate are accepted.',
    whenTooLarge(setup.maxBytes),
    ...(setup.requireSignature ? ['Every submission must be signed.'] : []),
    '',
    'Proof',
    '',
    ...proofLines(kit, setup, secrets.value),
    ...trustLines(setup),
    '',
  ];
  return ok(lines.join('\n'));
}

/**
 * Writes what a partner must be told into a new file (0600): addresses, the secret, the certificate to trust. The one way a secret of the
 * receiver leaves the vault. Fails with `capability-missing`, `file-unwritable`, `not-running`, or as the vault does.
 */
export async function tellPartner(kit: Kit, file: string): Promise<Reply<{ file: string; bytes: number }>> {
  const { ports, store } = kit;
  if (!ports.capabilities.includes('write-files'))
    return fail('capability-missing', 'This host writes no files.', 'Use switchboard receiver tell --out FILE.');
  const to = path.resolve(file);
  const letter = await letterOf(kit);
  if (!letter.ok) return letter;
  const bytes = Buffer.byteLength(letter.value);
  try {
    const written = await writeAside(
      to,
      async (put) => {
        tellExport(store, {
          what: 'how to reach and open the receiver, secrets included',
          to,
          outcome: `${bytes} bytes`,
        });
        await put(letter.value);
        return ok(undefined);
      },
      { overwrite: false },
    );
    if (written.ok) return ok({ file: to, bytes });
    return fail('file-unwritable', `${to} is there already.`, 'Choose another name, or remove it first.');
  } catch (error) {
    return fail('file-unwritable', `${to} cannot be written: ${(error as Error).message}.`, 'Choose another folder.');
  }
}
