import { mkdirSync } from 'node:fs';
import type { SandboxTls } from '../../shared/domain/sandbox-access.ts';
import { type FaultName, faultNames, isFault, isFaultOf } from '../../shared/domain/sandbox-faults.ts';
import { SandboxError } from './errors.ts';
import { type Definitions, loadDefinitions } from './fhir/definitions.ts';

/** Faults by their names. Throws invalid-input for a name that is none. */
export function readFaults(names: readonly string[]): FaultName[] {
  const unknown = names.find((name) => !isFault(name));
  if (unknown === undefined) return names.filter(isFault);
  throw new SandboxError('invalid-input', `The sandbox has no fault "${unknown}".`, `Use ${faultNames.join(', ')}.`);
}

/** Throws invalid-input for faults of TLS where there is none: they would be set and never felt. */
export function checkFaults(faults: readonly FaultName[], tls: SandboxTls): void {
  const idle = tls === 'off' ? faults.find((name) => isFaultOf('tls', name)) : undefined;
  if (idle === undefined) return;
  const next = 'Let the sandbox speak HTTPS first (--tls), or leave the fault out.';
  throw new SandboxError('invalid-input', `The fault ${idle} is one of TLS, and the sandbox speaks plain HTTP.`, next);
}

/** Reads the definitions the servers go by. Throws file-unreadable. */
export function readDefinitions(file: string): Definitions {
  try {
    return loadDefinitions(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandboxError('file-unreadable', `The FHIR definitions cannot be read: ${reason}.`, 'Run npm run build.');
  }
}

/** Makes the folder where it is not there. Throws folder-unusable. */
export function prepareFolder(folder: string): void {
  if (folder === ':memory:') return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const next = 'Choose a folder that can be written.';
    throw new SandboxError('folder-unusable', `The sandbox folder ${folder} cannot be made: ${reason}.`, next);
  }
}
