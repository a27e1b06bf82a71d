import { useEffect, useState } from 'react';

/** A value that follows `value` after it has rested for `ms` milliseconds; emptied text follows at once. */
export function usePause(value: string, ms: number): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    if (value === '') return setRested('');
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
