import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import { MedplumProvider } from '@medplum/react-hooks';
import type { ReactNode } from 'react';

/**
 * The form's hook wants a client for questionnaires given by reference. Ours are always given whole, and the page asks nobody: this one can
 * reach nothing and keeps nothing.
 */
const client = new MedplumClient({
  fetch: () => Promise.reject(new Error('The page asks no server.')),
  storage: new ClientStorage(new MemoryStorage()),
});

/** Lets the questionnaire hook work in what stands inside. */
export const WithIdleClient = ({ children }: { children: ReactNode }) => (
  <MedplumProvider medplum={client}>{children}</MedplumProvider>
);
