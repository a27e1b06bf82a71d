import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SavedCertificates } from '../../shared/contract/sandbox.ts';
import { tellExport } from '../services/tell-export.ts';
import type { Store } from '../store/store.ts';
import { makeFolder } from '../store/private-folder.ts';
import { type Issue, obtainCertificate } from './certify-connection.ts';

/** A file that was there before keeps its mode when it is written to; so it goes first. */
async function put(file: string, text: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
}

/**
 * Writes what a person needs to try TLS and UDAP by hand: the authority, a client certificate and a UDAP certificate with their keys,
 * all PEM, for their owner alone (0600). Files of these names are replaced. Fails with `file-unwritable`, or as `issue` does.
 */
export async function saveCertificates(store: Store, issue: Issue, folder: string): Promise<Reply<SavedCertificates>> {
  const uri = 'https://switchboard.example/by-hand';
  const client = await obtainCertificate(issue, { kind: 'client', name: 'By hand', uri });
  if (!client.ok) return client;
  const udap = await obtainCertificate(issue, { kind: 'udap', name: 'By hand', uri });
  if (!udap.ok) return udap;
  const at = (name: string) => path.join(folder, name);
  const saved: SavedCertificates = {
    ca: at('ca.pem'),
    certificate: at('client.pem'),
    key: at('client-key.pem'),
    udapCertificate: at('udap.pem'),
    udapKey: at('udap-key.pem'),
  };
  tellExport(store, { what: 'practice certificates with their keys', to: folder, outcome: '5 files' });
  try {
    makeFolder(folder, 0o700);
    await put(saved.ca, client.value.ca);
    await put(saved.certificate, client.value.chain);
    await put(saved.key, client.value.key);
    await put(saved.udapCertificate, udap.value.chain);
    await put(saved.udapKey, udap.value.key);
  } catch (error) {
    return fail(
      'file-unwritable',
      `The certificates cannot be written to ${folder}: ${(error as Error).message}.`,
      'Choose a folder that can be written.',
    );
  }
  return ok(saved);
}
