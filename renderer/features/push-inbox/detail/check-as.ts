import { useEffect, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Finding } from '../../../../shared/domain/finding.ts';
import { call } from '../../../api/call.ts';

/** Which rules are asked: those that were when it came, or those of a version of the guide now. */
export type CheckedAs = 'received' | '2.0' | '2.1' | 'ci';

/** The ways to check, in the words of a switch. */
export const checkedAs: readonly { value: CheckedAs; label: string }[] = [
  { value: 'received', label: 'As received' },
  { value: '2.0', label: '2.0' },
  { value: '2.1', label: '2.1' },
  { value: 'ci', label: 'CI' },
];

/** What the rules of a version say about a push; those of its arrival need no question. */
export function useChecked(pushId: string, as: CheckedAs): { findings?: Finding[]; failure?: Failure } {
  const [read, setRead] = useState<{ as: CheckedAs; findings?: Finding[]; failure?: Failure }>();
  useEffect(() => {
    if (as === 'received') return;
    let left = false;
    void call('inbox.check', { id: pushId, cdexVersion: as }).then((reply) => {
      if (!left) setRead(reply.ok ? { as, findings: reply.value } : { as, failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [pushId, as]);
  return read?.as === as ? read : {};
}
