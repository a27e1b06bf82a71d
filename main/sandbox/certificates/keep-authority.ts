import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SandboxError } from '../errors.ts';
import { type Authority, makeAuthority } from './authority.ts';
import { pairOf, pemOf } from './keys.ts';

/** The file of the authority in the sandbox's folder; readable for its owner alone. */
export const AUTHORITY_FILE = 'authority.json';

const TITLE = 'Sandbox';

/** An authority that runs out sooner is made anew: what it issues holds thirteen months. */
const enoughMs = 400 * 86_400_000;

/** The kept authority; undefined when there is none, or it is damaged or about to run out. `now` in milliseconds. */
function read(file: string, now: number): Authority | undefined {
  try {
    const { root, intermediate, key } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    if (!root || !intermediate || !key) return undefined;
    const [top, issuing] = [new X509Certificate(root), new X509Certificate(intermediate)];
    const privateKey = createPrivateKey(key);
    const holds = Math.min(top.validToDate.getTime(), issuing.validToDate.getTime()) > now + enoughMs;
    const fits = top.verify(top.publicKey) && issuing.verify(top.publicKey) && issuing.checkPrivateKey(privateKey);
    return holds && fits ? { root, intermediate, key: pairOf(privateKey), title: TITLE } : undefined;
  } catch {
    return undefined; // not there, or not ours to repair: a practice authority is made again
  }
}

function write(file: string, { root, intermediate, key }: Authority): void {
  const aside = `${file}.${process.pid}`;
  try {
    writeFileSync(aside, JSON.stringify({ root, intermediate, key: pemOf(key.privateKey) }), { mode: 0o600 });
    renameSync(aside, file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const next = 'Choose a folder that can be written.';
    throw new SandboxError('folder-unusable', `The sandbox’s authority cannot be kept: ${reason}.`, next);
  }
}

/**
 * The sandbox's authority: the one kept in the folder, or a new one kept there from now on. Certificates of an authority that was
 * replaced are trusted no more. `folder` may be ':memory:'; `now` in milliseconds. Rejects with folder-unusable.
 */
export async function keepAuthority(folder: string, now: number): Promise<Authority> {
  if (folder === ':memory:') return makeAuthority(TITLE, now);
  const file = path.join(folder, AUTHORITY_FILE);
  const kept = read(file, now);
  if (kept) {
    chmodSync(file, 0o600);
    return kept;
  }
  const made = await makeAuthority(TITLE, now);
  write(file, made);
  return made;
}
