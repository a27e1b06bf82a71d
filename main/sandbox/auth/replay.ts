/** The ids of assertions that were taken, each kept until it would have expired anyway. */
export class Replay {
  readonly #seen = new Map<string, number>();

  /** Whether an issuer sends this id for the first time; `until` is when it may be forgotten, `now` the time, both in milliseconds. */
  take(issuer: string, id: string, until: number, now: number): boolean {
    for (const [key, end] of this.#seen) if (end <= now) this.#seen.delete(key);
    const key = JSON.stringify([issuer, id]);
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, until);
    return true;
  }

  clear(): void {
    this.#seen.clear();
  }
}
