import { useEffect, useState } from 'react';
import type { SandboxMemberInfo } from '../../../shared/contract/sandbox.ts';
import { call } from '../../api/call.ts';

const none: readonly SandboxMemberInfo[] = [];

/** The members of the sandbox, where the partner is the sandbox; of anybody else no list is known. */
export function useSandboxMembers(isSandbox: boolean): readonly SandboxMemberInfo[] {
  const [members, setMembers] = useState(none);
  useEffect(() => {
    if (!isSandbox) return setMembers(none);
    let left = false;
    void call('sandbox.members', {}).then((reply) => {
      if (!left) setMembers(reply.ok ? reply.value : none);
    });
    return () => {
      left = true;
    };
  }, [isSandbox]);
  return members;
}
