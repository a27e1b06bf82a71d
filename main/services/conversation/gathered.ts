import type { Role } from '../../../shared/domain/connection.ts';
import type { ConversationNote } from '../../../shared/domain/conversation.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import type { TaskDetail } from '../../../shared/domain/task.ts';

/** What is known of an exchange beside its own record. */
export interface Told {
  /** In place of method and path, of what came to us. */
  instead?: string;
  /** After what was asked: `poll at 6 min`. */
  asked?: string;
  /** After the status that was answered: `W/"2" accepted`. */
  answered?: string;
}

/** A note before its party is known: what the partner did, or what our receiver found. */
export type NoteAt = Omit<ConversationNote, 'kind' | 'party'> & { by: 'partner' | 'receiver' | 'console' };

/** The exchanges a conversation is made of, what is known of them, and what happened beside them. */
export interface Gathered {
  title: string;
  /** By exchange id. */
  told: Map<string, Told>;
  notes: NoteAt[];
  /** Statuses of the Task by the exchange that told of them. */
  statuses: { status: string; exchangeId: string }[];
  /** The records it was gathered from: what they name is left out of a redacted one. */
  about: (TaskDetail | Push | SubmissionRecord)[];
  /** Which side we are on, where the Task says so. */
  ours?: Role;
  /** Whom the Task is exchanged with; what came to us around it came from there. */
  partner?: { connectionId?: string; name: string; baseUrl: string; side: 'payer' | 'provider' };
}

/** Nothing yet, under a title. */
export const gathering = (title: string): Gathered => ({ title, told: new Map(), notes: [], statuses: [], about: [] });

/** Adds to what is known of an exchange; nothing where there was none. */
export function tell({ told }: Gathered, exchangeId: string | undefined, words: Told = {}): void {
  if (exchangeId) told.set(exchangeId, { ...told.get(exchangeId), ...words });
}
