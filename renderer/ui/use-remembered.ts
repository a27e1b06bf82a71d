import { useState } from 'react';

const prefix = 'switchboard.size.';

function read(name: string): number | undefined {
  const stored = Number(globalThis.localStorage?.getItem(prefix + name) ?? Number.NaN);
  return Number.isFinite(stored) ? stored : undefined;
}

/** A size in pixels that is remembered on this machine under a name; nothing else may be kept this way. */
export function useRememberedSize(name: string, start: number): [number, (size: number) => void] {
  const [size, setSize] = useState(() => read(name) ?? start);
  const keep = (next: number) => {
    setSize(next);
    localStorage.setItem(prefix + name, String(Math.round(next)));
  };
  return [size, keep];
}
