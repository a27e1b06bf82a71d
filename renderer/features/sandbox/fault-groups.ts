import type { SandboxTls } from '../../../shared/domain/sandbox-access.ts';
import { type FaultPart, faultParts, type SandboxFault, sandboxFaults } from '../../../shared/domain/sandbox-faults.ts';

/** What each part is called, and whose it is. */
const partWords: Record<FaultPart, string> = {
  fhir: 'FHIR of the provider',
  task: 'Tasks of the provider',
  notification: 'Notifications of the provider',
  payer: 'Submissions at the payer',
  authorization: 'Authorization of both servers',
  udap: 'UDAP of both servers',
  tls: 'TLS of both servers',
};

/** The faults of one part. */
export interface FaultGroup {
  part: FaultPart;
  title: string;
  faults: readonly SandboxFault[];
  /** How many of them are chosen. */
  chosen: number;
  /** Why none of them can be felt now. */
  rests?: string;
}

/** The faults by the part they spoil; those that fit the filter, a part without any left out. */
export function faultGroups(chosen: readonly string[], filter: string, tls: SandboxTls): FaultGroup[] {
  const wanted = filter.trim().toLowerCase();
  return faultParts
    .map((part): FaultGroup => {
      const all: SandboxFault[] = sandboxFaults.filter((fault) => fault.part === part);
      const faults = all.filter(({ name, title, says }) => `${name} ${title} ${says}`.toLowerCase().includes(wanted));
      const rests = part === 'tls' && tls === 'off' ? 'felt once the sandbox speaks TLS' : undefined;
      return {
        part,
        title: partWords[part],
        faults,
        chosen: all.filter(({ name }) => chosen.includes(name)).length,
        ...(rests ? { rests } : {}),
      };
    })
    .filter(({ faults }) => faults.length > 0);
}
