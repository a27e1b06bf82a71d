import { create } from 'zustand';
import type { Reply } from '../../shared/contract/errors.ts';

/** Whether the vault is being asked for, and who waits for the answer. */
interface Gate {
  isOpen: boolean;
  waiting: readonly ((opened: boolean) => void)[];
}

/** The one dialog every command shares that needs the vault; drawn by `VaultGate`. */
export const useVaultGate = create<Gate>()(() => ({ isOpen: false, waiting: [] }));

/** Asks the person for the vault: answers true once it is open, false when they would rather not. */
export function askForVault(): Promise<boolean> {
  return new Promise((resolve) =>
    useVaultGate.setState(({ waiting }) => ({ isOpen: true, waiting: [...waiting, resolve] })),
  );
}

/** Shuts the dialog and tells those who wait. */
export function answerVaultGate(opened: boolean): void {
  const { waiting } = useVaultGate.getState();
  useVaultGate.setState({ isOpen: false, waiting: [] });
  for (const tell of waiting) tell(opened);
}

/** Whether a failure is only that the vault is not made or not open. */
export const needsVault = (code: string): boolean => code === 'vault-missing' || code === 'vault-locked';

/**
 * Runs a command and, where it needs the vault, asks for the vault and runs it again. `run` is called anew each time, so it reads
 * secrets from their fields when it is called and keeps none.
 */
export async function throughVault<T>(run: () => Promise<Reply<T>>): Promise<Reply<T>> {
  const reply = await run();
  if (reply.ok || !needsVault(reply.error.code)) return reply;
  return (await askForVault()) ? run() : reply;
}
