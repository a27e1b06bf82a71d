import { useEffect } from 'react';
import { create } from 'zustand';
import type { Failure, Reply } from '../../shared/contract/errors.ts';
import type { VaultStatus } from '../../shared/domain/vault.ts';
import { call } from '../api/call.ts';
import { useVaultGate } from './vault-gate.ts';

interface Known {
  status?: VaultStatus;
  failure?: Failure;
}

const useKnown = create<Known>()(() => ({}));

/** Takes in what a command of the vault answered. */
export function noteVault(reply: Reply<VaultStatus>): void {
  useKnown.setState(reply.ok ? { status: reply.value, failure: undefined } : { failure: reply.error });
}

/** Asks the host how the vault stands. */
export const readVault = async (): Promise<void> => noteVault(await call('vault.status', {}));

/**
 * How the vault stands. It is no record, so it is asked for where it may have changed: when somebody looks, when they come back to the
 * window, and when the question for the vault is answered.
 */
export function useVaultStatus(): Known {
  const isAsked = useVaultGate((gate) => gate.isOpen);
  useEffect(() => {
    if (!isAsked) void readVault();
  }, [isAsked]);
  useEffect(() => {
    const look = () => void readVault();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  return useKnown();
}
