import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { call } from '../../api/call.ts';

/** An exchange with both messages; while the next one is being read, the one before stays in sight. */
export function useDetail(id: string): { detail?: ExchangeDetail; failure?: Failure } {
  const [state, setState] = useState<{ detail?: ExchangeDetail; failure?: Failure }>({});
  useEffect(() => {
    let left = false;
    void call('exchanges.get', { id }).then((reply) => {
      if (left) return;
      setState(reply.ok ? { detail: reply.value } : { failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [id]);
  return state;
}
