/** Whether a reference is what was given, or with a trailing slash begins with it. */
export const covers = (given: string, reference: string): boolean =>
  given.endsWith('/') ? reference.startsWith(given) : reference === given;

/** The secrets of a vault that keeps them in this process only. */
export interface MemorySecrets {
  /** Those of the vault with this id; those of another one, that was here before, are wiped. */
  of(id: string): Map<string, Buffer>;
  /** Forgets one or all that begin so, and answers which. */
  forget(id: string, given: string): string[];
  wipe(): void;
}

/** None yet. */
export function createMemorySecrets(): MemorySecrets {
  let owner = '';
  const secrets = new Map<string, Buffer>();
  function wipe(): void {
    for (const bytes of secrets.values()) bytes.fill(0);
    secrets.clear();
  }
  function of(id: string): Map<string, Buffer> {
    if (id !== owner) wipe();
    owner = id;
    return secrets;
  }
  return {
    of,
    wipe,
    forget(id, given) {
      const gone = [...of(id).keys()].filter((reference) => covers(given, reference));
      for (const reference of gone) {
        secrets.get(reference)?.fill(0);
        secrets.delete(reference);
      }
      return gone;
    },
  };
}
