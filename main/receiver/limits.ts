/** How much the receiver takes upon itself at once, and how long it waits for a sender. Times in milliseconds. */
export interface Limits {
  /** For the first byte, the TLS handshake and the head of a request. */
  headMs: number;
  /** Between two pieces of a body. */
  idleMs: number;
  /** A body slower than this many bytes a second, on the average, is given up once it took longer than `idleMs`. */
  leastRate: number;
  /** Bodies on their way in at once. */
  bodies: number;
  /** Requests that may wait for one of them to end, and how long. */
  waiting: number;
  waitMs: number;
  /** Connections; more are closed at once. */
  connections: number;
}

/** A body of 100 MB comes at the slowest mobile rates; a trickle that only keeps a place does not. */
export const usualLimits: Limits = {
  headMs: 30_000,
  idleMs: 30_000,
  leastRate: 500,
  bodies: 128,
  waiting: 1_000,
  waitMs: 10_000,
  connections: 4_000,
};
