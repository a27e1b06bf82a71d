import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Partner } from '../exchange/partner.ts';
import { saidFile } from './say-source.ts';

/** PEM files by path: authorities to trust, a client certificate and its key. */
export interface TlsFiles {
  caFile?: string | undefined;
  certFile?: string | undefined;
  keyFile?: string | undefined;
}

/** Reads the files, and tries whether a connection can be made with them; nothing when none is named. */
export function readTls(input: TlsFiles): Reply<Partner['tls']> {
  if (!input.caFile && !input.certFile && !input.keyFile) return ok(undefined);
  if (Boolean(input.certFile) !== Boolean(input.keyFile))
    return fail(
      'invalid-input',
      'A client certificate needs its key, and a key its certificate.',
      'Give both --cert and --key.',
    );
  const tls: NonNullable<Partner['tls']> = {};
  for (const [part, file] of [
    ['ca', input.caFile],
    ['cert', input.certFile],
    ['key', input.keyFile],
  ] as const) {
    if (!file) continue;
    try {
      tls[part] = readFileSync(file, 'utf8');
    } catch (error) {
      return fail(
        'file-unreadable',
        `${saidFile(file)} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
        'Check the path and the permissions.',
      );
    }
    if (!tls[part].includes('-----BEGIN '))
      // a trust list without a certificate would be taken as none, without a word
      return fail('file-unreadable', `${file} is not PEM.`, 'Give a file with -----BEGIN and -----END lines.');
  }
  try {
    createSecureContext(tls);
  } catch (error) {
    return fail(
      'invalid-input',
      `The certificate files cannot be used: ${(error as Error).message}.`,
      'Check that the files are whole, and that the key is the one of the certificate and has no passphrase.',
    );
  }
  return ok(tls);
}
