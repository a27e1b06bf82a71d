import { safeStorage } from 'electron';
import type { SafeStorage } from '../../ports.ts';

const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'the Keychain', win32: 'Windows (DPAPI)' };

function state(): { available: boolean; says: string } {
  if (!safeStorage.isEncryptionAvailable())
    return { available: false, says: 'The operating system offers no key store to this program.' };
  if (process.platform !== 'linux')
    return {
      available: true,
      says: `The vault’s key is kept by ${names[process.platform] ?? 'the operating system'}.`,
    };
  const keyring = safeStorage.getSelectedStorageBackend();
  // Without a keyring Chromium encrypts by a password that everybody knows, and still says that it can.
  if (keyring === 'basic_text')
    return { available: false, says: 'This desktop has no keyring, so its key store would protect nothing.' };
  return { available: true, says: `The vault’s key is kept by the keyring of this desktop (${keyring}).` };
}

/** The operating system's key store, refused where it would only pretend. Only possible once Electron is ready. */
export const systemKeyStore: SafeStorage = {
  state,
  wrap: (secret) => safeStorage.encryptString(secret),
  unwrap: (wrapped) => safeStorage.decryptString(wrapped),
};
