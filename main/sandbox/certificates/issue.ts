import { createPublicKey, type KeyObject } from 'node:crypto';
import { type CertificateKind, certificateKinds } from '../../../shared/domain/sandbox-access.ts';
import { SandboxError } from '../errors.ts';
import { type Authority, issueLeaf } from './authority.ts';
import { newEcKey, pemOf } from './keys.ts';

/** A certificate somebody asks the sandbox for. The private key stays with whoever asks. */
export interface CertificateWish {
  /** For mutual TLS, or to sign UDAP statements and assertions. */
  kind: CertificateKind;
  /** Who it is for: its common name. */
  name: string;
  /** What its URI name says (CONF-014; UDAP takes it for the client). */
  uri: string;
  /** PEM (SPKI): EC P-256, or RSA of 2048 bits and more. */
  publicKey: string;
}

/** An issued certificate. */
export interface IssuedCertificate {
  /** PEM chain: the certificate, then the intermediate. */
  chain: string;
  /** PEM of the authority above them. */
  ca: string;
}

const wrong = (message: string, next: string) => new SandboxError('invalid-input', message, next);

function readKey(pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPublicKey(pem);
  } catch {
    throw wrong('The public key cannot be read.', 'Give it as PEM (SPKI).');
  }
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  const fits = key.asymmetricKeyType === 'rsa' ? modulusLength >= 2048 : namedCurve === 'prime256v1';
  if (fits) return key;
  throw wrong('The sandbox issues certificates for EC P-256 and for RSA of 2048 bits and more.', 'Make such a key.');
}

/** Issues what was asked for; refuses (invalid-input) an unfit key, an empty name or something that is no URI. `now` in milliseconds. */
export async function issueCertificate(
  authority: Authority,
  wish: CertificateWish,
  now: number,
): Promise<IssuedCertificate> {
  if (!certificateKinds.includes(wish.kind))
    throw wrong('The sandbox issues certificates of the kinds client and udap.', 'Name one of them.');
  if (!wish.name?.trim()) throw wrong('The certificate needs a name.', 'Say who it is for.');
  if (typeof wish.uri !== 'string' || !URL.canParse(wish.uri))
    throw wrong(
      'The URI of the certificate is none.',
      'Give a URI with a scheme, such as https://payer.example/client.',
    );
  const certificate = await issueLeaf(authority, {
    name: wish.name.trim().slice(0, 64), // the longest common name there is (RFC 5280, appendix A.1)
    publicKey: readKey(wish.publicKey),
    use: wish.kind === 'client' ? 'client' : 'signature',
    names: [{ type: 'url', value: wish.uri }],
    now,
  });
  return { chain: certificate + authority.intermediate, ca: authority.root };
}

/** What the sandbox's provider trusts and shows as a client. PEM; `now` in milliseconds. */
export async function clientLine(
  authority: Authority,
  now: number,
): Promise<{ ca: string; cert: string; key: string }> {
  const { publicKey, privateKey } = await newEcKey();
  const names = [{ type: 'url' as const, value: 'https://lakeside.example/push' }];
  const certificate = await issueLeaf(authority, { name: 'Sandbox provider', publicKey, use: 'client', names, now });
  return { ca: authority.root, cert: certificate + authority.intermediate, key: pemOf(privateKey) };
}
