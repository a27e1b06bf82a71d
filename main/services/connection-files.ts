import { X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import type { filesInput } from '../../shared/contract/auth.ts';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import { parseCertificates, readCertificates, urisOf } from '../credentials/certificates.ts';
import { textOf } from '../credentials/pem.ts';
import type { Ports } from '../ports.ts';
import { readGiven } from './read-given.ts';

type Files = z.infer<typeof filesInput>;

/** The PEM files of a connection, checked: text where one was given, null where one is taken away. */
export type ReadFiles = { [F in keyof Files]: string | null };

const words: Record<keyof Files, string> = {
  ca: 'the authorities to trust',
  clientCertificate: 'the client certificate',
  udapCertificate: 'the UDAP certificate',
};

/** A failure that says which of several things it is about. */
export function about<T>(what: string, reply: Reply<T>): Reply<T> {
  if (reply.ok || !/^(certificate|key)-unusable$/.test(reply.error.code)) return reply;
  const named = `${what[0]?.toUpperCase()}${what.slice(1)}`;
  return { ok: false, error: { ...reply.error, message: `${named} cannot be used. ${reply.error.message}` } };
}

/** Reads what was handed over. Certificates must be whole and valid now: `certificate-unusable`; else fails as readGiven does. */
export async function readFiles(ports: Ports, files: Files = {}): Promise<Reply<ReadFiles>> {
  const found: ReadFiles = {};
  for (const name of Object.keys(words) as (keyof Files)[]) {
    const given = files[name];
    if (given === null) found[name] = null;
    if (!given) continue;
    const pem = await readPem(ports, given, words[name]);
    if (!pem.ok) return pem;
    found[name] = pem.value;
  }
  return ok(found);
}

async function readPem(ports: Ports, given: Given, what: string): Promise<Reply<string>> {
  const bytes = await readGiven(ports, given, what);
  if (!bytes.ok) return bytes;
  const text = textOf(bytes.value);
  const valid = about(what, readCertificates(text, ports.clock.now()));
  if (!valid.ok) return valid;
  const parsed = parseCertificates(text);
  // Only the certificates: whatever stands between them in the file is nobody's business.
  return parsed.ok ? ok(parsed.value.map((one) => one.toString()).join('')) : parsed;
}

/** The first URI among a certificate's alternative names: whom a UDAP certificate was issued to (UDAP Security, section 2). */
export const uriOf = (pem: string): string | undefined => urisOf(new X509Certificate(pem))[0];
