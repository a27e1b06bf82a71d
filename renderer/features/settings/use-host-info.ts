import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { HostInfo } from '../../../shared/contract/host.ts';
import { call } from '../../api/call.ts';

/** What this console is and where its data lies; undefined until the host has said. */
export function useHostInfo(): { info?: HostInfo; failure?: Failure } {
  const [info, setInfo] = useState<HostInfo>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    void call('host.info', {}).then((reply) => (reply.ok ? setInfo(reply.value) : setFailure(reply.error)));
  }, []);
  return { ...(info ? { info } : {}), ...(failure ? { failure } : {}) };
}
