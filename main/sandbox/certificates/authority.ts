import type { KeyObject } from 'node:crypto';
import { type KeyPair, newEcKey } from './keys.ts';
import { type AlternativeName, type CertificateUse, makeCertificate, type Subject } from './x509.ts';

const DAY = 86_400_000;

/** How long certificates hold, in days. */
const days = { root: 3650, intermediate: 1825, leaf: 397 };

/** An authority of the sandbox: a root that clients trust, and an intermediate that issues. */
export interface Authority {
  /** PEM of the root: what to trust. */
  root: string;
  /** PEM of the intermediate: what a server must send beside its own certificate. */
  intermediate: string;
  /** Signs with the intermediate's key. */
  key: KeyPair;
  /** What tells it from others in the names of its certificates. */
  title: string;
}

/** A certificate with its private key. `chain` has the own certificate first, then the intermediate. */
export interface Identity {
  certificate: string;
  chain: string;
  privateKey: KeyObject;
}

/** What to put into a certificate of an authority. `now` and `lasts` in milliseconds; it began to hold a day before `now`. */
export interface LeafOrder {
  name: string;
  publicKey: KeyObject;
  use: Exclude<CertificateUse, 'authority' | 'intermediate'>;
  names: AlternativeName[];
  now: number;
  lasts?: number;
}

const ORGANIZATION = 'Switchboard practice';
const rootOf = (title: string): Subject => ({ commonName: `${title} authority`, organization: ORGANIZATION });
const issuerOf = (title: string): Subject => ({ commonName: `${title} issuing authority`, organization: ORGANIZATION });

/** Makes an authority: its keys, its root and its intermediate. `now` in milliseconds. */
export async function makeAuthority(title: string, now: number): Promise<Authority> {
  const [rootKey, key] = await Promise.all([newEcKey(), newEcKey()]);
  const validFrom = now - DAY;
  const issuer = { subject: rootOf(title), ...rootKey };
  const root = await makeCertificate({
    subject: rootOf(title),
    publicKey: rootKey.publicKey,
    use: 'authority',
    validFrom,
    validTo: now + days.root * DAY,
    issuer,
  });
  const intermediate = await makeCertificate({
    subject: issuerOf(title),
    publicKey: key.publicKey,
    use: 'intermediate',
    validFrom,
    validTo: now + days.intermediate * DAY,
    issuer,
  });
  // The root's key is forgotten: nothing but the intermediate is ever signed with it.
  return { root, intermediate, key, title };
}

/** Issues a certificate for a public key; answers PEM, without the chain. */
export function issueLeaf(authority: Authority, order: LeafOrder): Promise<string> {
  return makeCertificate({
    subject: { commonName: order.name, organization: ORGANIZATION },
    publicKey: order.publicKey,
    use: order.use,
    validFrom: Math.min(order.now - DAY, order.now + (order.lasts ?? 0) - DAY),
    validTo: order.now + (order.lasts ?? days.leaf * DAY),
    names: order.names,
    issuer: { subject: issuerOf(authority.title), ...authority.key },
  });
}

/** The names a sandbox server is reached by. */
export const loopbackNames: AlternativeName[] = [
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
  { type: 'dns', value: 'localhost' },
];

/** A server certificate with a key of its own; for loopback unless `names` says otherwise. A negative `lasts` makes one that has run out. */
export async function serverIdentity(
  authority: Authority,
  now: number,
  { names = loopbackNames, lasts }: { names?: AlternativeName[]; lasts?: number } = {},
): Promise<Identity> {
  const { publicKey, privateKey } = await newEcKey();
  const order: LeafOrder = { name: names[0]?.value ?? 'server', publicKey, use: 'server', names, now };
  const certificate = await issueLeaf(authority, lasts === undefined ? order : { ...order, lasts });
  return { certificate, chain: certificate + authority.intermediate, privateKey };
}
