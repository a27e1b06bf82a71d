import type { CommandOutput } from '../../../../shared/contract/commands.ts';
import type { AuditAction, AuditActor, AuditEntry } from '../../../../shared/domain/audit.ts';
import { formatCount, formatNumberOf } from '../../../ui/format.ts';

/** What each kind of event is called. */
export const actionWords: Record<AuditAction, string> = {
  exchange: 'Exchange',
  credential: 'Credential',
  configuration: 'Change',
  export: 'Export',
  start: 'Start, stop',
};

const hosts: Record<AuditActor['host'], string> = {
  electron: 'desktop window',
  loopback: 'web host',
  cli: 'command line',
};

/** By which program. */
export const hostWords = ({ host, process }: AuditActor): string => `${hosts[host]}, process ${process}`;

/** Whether an event ended otherwise than it was meant to: a refusal, no answer, an HTTP status from 400 up. */
export function isTrouble({ outcome }: Pick<AuditEntry, 'outcome'>): boolean {
  const status = /^(\d{3})\b/.exec(outcome)?.[1];
  return status === undefined ? /^(refused|failed|no answer|broken)/.test(outcome) : Number(status) >= 400;
}

/** What a verification answers. */
export type Verdict = CommandOutput<'audit.verify'>;

/** A verification in words: what was found, and what that means. */
export function verdictWords({ ok, entries, brokenAt, reason, ofThisFolder }: Verdict): {
  title: string;
  says: string;
  next?: string;
} {
  const many = formatNumberOf(entries, 'entry', 'entries');
  if (ok) {
    const title = `${many}, none changed, none missing`;
    if (ofThisFolder === undefined)
      return {
        title,
        says: 'Each one carries the hash of the one before it, and all hashes are right. Whoever can write the database could make a whole new trail: an export kept elsewhere shows that.',
      };
    return ofThisFolder
      ? { title, says: 'The file is whole, and the trail of this folder begins with it: it was not made anew since.' }
      : {
          title,
          says: 'The file is whole, but the trail of this folder does not begin with it.',
          next: 'Check that the file is of this folder. If it is, the trail here was replaced since.',
        };
  }
  const at = brokenAt === undefined ? '' : ` at entry ${formatCount(brokenAt)}`;
  return {
    title: `Broken${at}`,
    says: `${reason ?? 'The chain does not hold.'} ${
      entries > 0 ? `The ${many} before it hold; ` : ''
    }from there on the trail proves nothing.`,
    next: 'Keep the data folder as it is, and verify your last export against it.',
  };
}

/** The name of an export of a day. */
export const exportName = (at: Date): string => `switchboard-audit-${at.toISOString().slice(0, 10)}.ndjson`;
