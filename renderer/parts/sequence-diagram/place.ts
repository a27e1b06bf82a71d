import { goTo } from '../../stores/view.ts';

/** What a conversation is shown around; ids are ours. */
export type ConversationKind = 'task' | 'push' | 'submission';
/** Where on the screen of exchanges a conversation is, and which of its exchanges is chosen. */
export interface ConversationPlace {
  kind: ConversationKind;
  id: string;
  exchangeId?: string;
}

const kinds: readonly string[] = ['task', 'push', 'submission'] satisfies ConversationKind[];

/** The place as a part of the address: `task/ID`, `task/ID/213`. */
export const addressOfConversation = ({ kind, id, exchangeId }: ConversationPlace): string =>
  [kind, id, ...(exchangeId ? [exchangeId] : [])].join('/');

/** Reads it back; undefined for what is none, such as the number of an exchange. */
export function readConversationPlace(selected: string | undefined): ConversationPlace | undefined {
  const [kind = '', id, exchangeId] = selected?.split('/') ?? [];
  if (!kinds.includes(kind) || !id) return undefined;
  return { kind: kind as ConversationKind, id, ...(exchangeId ? { exchangeId } : {}) };
}

/** Shows the conversation around a Task, a push or a submission. */
export const showConversation = (kind: ConversationKind, id: string): void =>
  goTo('exchanges', addressOfConversation({ kind, id }));
