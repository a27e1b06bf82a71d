import { useEffect, useState } from 'react';
import type { Reply } from '../../../../shared/contract/errors.ts';
import type { SubscriptionOffer } from '../../../../shared/contract/subscriptions.ts';
import { call } from '../../../api/call.ts';

/** What a partner offers to tell us by itself, asked once it is chosen; undefined while it is being asked. */
export function useOffer(connectionId: string | undefined): {
  offer: Reply<SubscriptionOffer> | undefined;
  again: () => void;
} {
  const [read, setRead] = useState<{ of: string; reply: Reply<SubscriptionOffer> }>();
  const [asked, setAsked] = useState(0);
  const of = `${connectionId} ${asked}`;
  useEffect(() => {
    if (connectionId === undefined) return;
    let left = false;
    void call('subscriptions.offer', { partner: { connection: connectionId } }).then((reply) => {
      if (!left) setRead({ of, reply });
    });
    return () => {
      left = true;
    };
  }, [connectionId, of]);
  return { offer: read?.of === of ? read.reply : undefined, again: () => setAsked(asked + 1) };
}
