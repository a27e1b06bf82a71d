import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, renewed every `everyMs`: for countdowns and "4 min ago". Stands still where `everyMs` is 0. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (everyMs === 0) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
