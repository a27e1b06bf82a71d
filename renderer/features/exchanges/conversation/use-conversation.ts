import { useEffect, useMemo, useState } from 'react';
import type { CommandInput } from '../../../../shared/contract/commands.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { call } from '../../../api/call.ts';

/** What a conversation is read around. */
export type Around = CommandInput<'exchanges.conversation'>;

/** A conversation, read anew when `version` changes; what was read before stays in sight meanwhile. */
export function useConversation(around: Around, version: unknown): { conversation?: Conversation; failure?: Failure } {
  const [state, setState] = useState<{ conversation?: Conversation; failure?: Failure }>({});
  const wanted = JSON.stringify(around);
  // One value that is another one whenever there is something else to read.
  const reading = useMemo(() => ({ around: JSON.parse(wanted) as Around, version }), [wanted, version]);
  useEffect(() => {
    let left = false;
    const read = () =>
      void call('exchanges.conversation', reading.around).then((reply) => {
        if (!left) setState(reply.ok ? { conversation: reply.value } : { failure: reply.error });
      });
    // Several changes at once, as after a poll, are one reading.
    const soon = setTimeout(read, 60);
    return () => {
      left = true;
      clearTimeout(soon);
    };
  }, [reading]);
  return state;
}
