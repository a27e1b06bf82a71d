/** A small repeatable generator. It decides what a record looks like, never anything that must be secret. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number;
  /** The value moved by at most the given share of itself, rounded to so many decimals. */
  near(value: number, share: number, decimals: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** So many decimal digits, the first never zero. */
  digits(count: number): string;
}

/**
 * Makes the generator of one stream. Every member draws from a stream of its own, so that a line added to one
 * story leaves all other members as they were.
 */
export function makeRandom(seed: number, stream: string): Random {
  let state = hash(`${seed}/${stream}`);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    near: (value, share, decimals) => round(value * (1 + share * (2 * next() - 1)), decimals),
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    digits: (count) => Array.from({ length: count }, (_, index) => int(index === 0 ? 1 : 0, 9)).join(''),
  };
}

/** Rounds to so many decimals, so that 7.1000000000000005 never reaches a record. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** FNV-1a over the UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
