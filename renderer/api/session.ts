const kept = 'switchboard.token';

/** The parts of the window a session needs. */
export interface SessionPlace {
  location: { hash: string; pathname: string; search: string };
  history: { replaceState(data: unknown, unused: string, url: string): void };
  storage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
}

/**
 * The launch's token: taken from the fragment (`#token=...`), kept for this tab so that a reload works, and wiped from the address
 * bar and its history entry. Empty where none was ever given.
 */
export function takeToken({ location, history, storage }: SessionPlace): string {
  const given = /^#token=([\w.~-]+)$/.exec(location.hash)?.[1];
  if (given) {
    storage.setItem(kept, given);
    history.replaceState(null, '', `${location.pathname}${location.search}`);
  }
  return given ?? storage.getItem(kept) ?? '';
}
