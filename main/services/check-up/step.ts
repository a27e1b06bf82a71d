import { type ErrorCode, type Failure, failureClass, type Reply } from '../../../shared/contract/errors.ts';
import type { CheckUpStep } from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis, DiagnosisCode } from '../../../shared/domain/diagnosis.ts';
import type { Discovery } from '../../../shared/domain/discovery.ts';
import type { TlsView } from '../../../shared/domain/tls-view.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';

/** How a step went, before its name and time are written on it. */
export type StepResult = Omit<CheckUpStep, 'name' | 'durationMs'>;
/** A smaller finding of a step. */
export type Note = CheckUpStep['notes'][number];

/** What the steps of one check-up share, and what earlier ones found out for later ones. */
export interface Walk {
  kit: Pick<Kit, 'store' | 'door' | 'ports' | 'vault' | 'admit' | 'tokens'>;
  heavy: Heavy;
  /** Looks at the TLS side of the base URL. */
  lookAtTls(): Promise<Reply<TlsView>>;
  connection: Connection;
  signal: AbortSignal;
  /** Why nothing can be asked of the partner's base URL; absent while the line holds. */
  lineBroken?: string;
  discovery?: Discovery;
  /** Why requests would go without what lets them in; absent where they need nothing, or have it. */
  notLetIn?: string;
  /** Types the partner says can be searched; absent where its statement was not read. */
  searchable?: string[];
}

/** A step that was left out, and why. */
export const notChecked = (reason: string): StepResult => ({
  status: 'not-checked',
  detail: reason,
  notes: [],
  exchangeIds: [],
});

/** The status its notes give a step: the worst of them. */
export function worstOf(notes: Note[]): 'ok' | 'warn' | 'fail' {
  if (notes.some(({ result }) => result === 'fail')) return 'fail';
  return notes.some(({ result }) => result === 'warn') ? 'warn' : 'ok';
}

/** A failure as the result of a step. */
export function failedStep(error: Failure, more: { notes?: Note[]; detail?: string } = {}): StepResult {
  return {
    status: 'fail',
    detail: more.detail ?? error.message,
    notes: more.notes ?? [],
    side: failureClass(error.code),
    diagnosis: error.diagnosis ?? diagnosisOf(error),
    exchangeIds: error.exchangeId ? [error.exchangeId] : [],
  };
}

function diagnosisOf({ code, message, next, requirement }: Failure): Diagnosis {
  return { code: causeOf(code), message, next, ...(requirement ? { requirement } : {}) };
}

function causeOf(code: ErrorCode): DiagnosisCode {
  switch (code) {
    case 'unreachable':
    case 'host-unknown':
    case 'timed-out':
    case 'connection-lost':
      return 'unreachable';
    case 'vault-locked':
    case 'vault-missing':
    case 'wrong-passphrase':
      return 'vault-locked';
    case 'tls-failed':
    case 'secret-missing':
    case 'sign-in-needed':
    case 'cancelled':
      return code;
    default:
      return 'unknown';
  }
}

/** Milliseconds as people read them. */
export const ms = (value: number): string => `${Math.max(1, Math.round(value))} ms`;
