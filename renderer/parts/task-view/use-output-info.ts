import { useEffect, useState } from 'react';
import type { TaskOutput } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';
import { formatNumberOf, formatSize } from '../../ui/format.ts';

/** A fetched output in a few words. */
export interface OutputInfo {
  /** Bundle/2f0c, or its reference. */
  name: string;
  /** "searchset, 5 entries, 4.5 KB". */
  words: string;
}

/** What a fetched output is, asked for once it is there. */
export function useOutputInfo({ content, reference }: TaskOutput): OutputInfo | undefined {
  const [info, setInfo] = useState<OutputInfo>();
  const exchangeId = content?.exchangeId;
  const pointer = content?.pointer;
  useEffect(() => {
    if (exchangeId === undefined || pointer === undefined) return;
    let left = false;
    const read = async () => {
      const [opened, rows] = await Promise.all([
        call('documents.open', { exchangeId, side: 'response', pointer }),
        pointer === '' ? call('queries.rows', { exchangeId, count: 1 }) : undefined,
      ]);
      if (left) return;
      if (!opened.ok) return setInfo({ name: reference, words: opened.error.message });
      const { bytes, sniffedType } = opened.value;
      const entries =
        rows?.ok && rows.value.total > 0 ? `${formatNumberOf(rows.value.total, 'entry', 'entries')}, ` : '';
      setInfo({ name: reference, words: `${entries}${sniffedType}, ${formatSize(bytes)}` });
    };
    void read();
    return () => {
      left = true;
    };
  }, [exchangeId, pointer, reference]);
  return info;
}
