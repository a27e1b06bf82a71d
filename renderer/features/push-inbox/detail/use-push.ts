import { useEffect, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { call } from '../../../api/call.ts';
import { useRecord } from '../../../stores/records.ts';

/** A push by its id, also one older than the records at hand: those are asked for. */
export function usePush(id: string | undefined): { push?: Push; failure?: Failure } {
  const record = useRecord('push', id);
  const [read, setRead] = useState<{ id: string; push?: Push; failure?: Failure }>();
  const isKnown = record !== undefined;
  useEffect(() => {
    if (id === undefined || isKnown) return;
    let left = false;
    void call('inbox.get', { id }).then((reply) => {
      if (!left) setRead(reply.ok ? { id, push: reply.value } : { id, failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [id, isKnown]);
  if (record) return { push: record };
  return read !== undefined && read.id === id ? read : {};
}
