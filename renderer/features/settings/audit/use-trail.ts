import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { AuditAction } from '../../../../shared/domain/audit.ts';
import { call } from '../../../api/call.ts';
import { pageSize, type Trail, unread, withNewest, withOlder } from './trail.ts';

/** How often the trail is looked at, in milliseconds: it grows without a word to the page. */
const lookEvery = 3_000;

/** The trail as far as it was read, and the way to read on. */
export interface ReadTrail extends Trail {
  /** False until the first page is there. */
  isRead: boolean;
  failure: Failure | undefined;
  readOlder: () => void;
}

/** Reads the trail of one kind of events (undefined: all), newest first; new entries come by themselves, older ones by `readOlder`. */
export function useTrail(action: AuditAction | undefined): ReadTrail {
  const [trail, setTrail] = useState<Trail>();
  const [failure, setFailure] = useState<Failure>();
  const reading = useRef(false);
  const filter = useRef(action === undefined ? {} : { action });

  const read = useCallback(async (before: number | undefined) => {
    if (reading.current) return;
    reading.current = true;
    const place = before === undefined ? {} : { before };
    const reply = await call('audit.list', { limit: pageSize, ...filter.current, ...place });
    reading.current = false;
    setFailure(reply.ok ? undefined : reply.error);
    if (!reply.ok) return;
    const add = before === undefined ? withNewest : withOlder;
    setTrail((known) => add(known ?? unread, reply.value));
  }, []);

  const newest = trail?.entries[0]?.seq;
  useEffect(() => {
    const look = async () => {
      const reply = await call('audit.list', { limit: 1, ...filter.current });
      if (reply.ok && reply.value[0]?.seq !== newest) await read(undefined);
    };
    const timer = setInterval(() => void (document.hidden || look()), lookEvery);
    return () => clearInterval(timer);
  }, [newest, read]);
  useEffect(() => void read(undefined), [read]);

  const { entries, isWhole } = trail ?? unread;
  const oldest = entries.at(-1)?.seq;
  const readOlder = useCallback(() => {
    if (oldest !== undefined && !isWhole) void read(oldest);
  }, [oldest, isWhole, read]);
  return { entries, isWhole, isRead: trail !== undefined, failure, readOlder };
}
