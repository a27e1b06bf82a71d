/** Where the vault's key is kept: by the operating system's key store, under a passphrase, or nowhere (secrets die with the process). */
export const vaultBackends = ['safe-storage', 'passphrase', 'memory'] as const;
/** One of them. */
export type VaultBackend = (typeof vaultBackends)[number];

/** The least a passphrase may have, in characters. */
export const leastPassphrase = 8;

/** How the vault of this data folder stands, in this process. */
export interface VaultStatus {
  /** `none`: not made yet. `locked`: made, and not opened by this process. `damaged`: its file cannot be read. */
  state: 'none' | 'locked' | 'open' | 'damaged';
  /** The backends it can be opened by. */
  backends: VaultBackend[];
  /** The one it was opened by. */
  openedBy?: VaultBackend;
  /** What each backend is like on this host, and why it cannot be chosen where it cannot. */
  choices: { backend: VaultBackend; available: boolean; says: string }[];
  /** How many secrets lie in it. */
  secrets: number;
  /** Why it is damaged, or which of its secrets are while it is open; and what to do. */
  problem?: { message: string; next: string };
}
