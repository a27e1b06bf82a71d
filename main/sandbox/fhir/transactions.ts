import type { Database } from './database.ts';

/** Transactions on one connection. Nested ones are savepoints, so a failing entry can be undone inside a batch, and all of a transaction. */
export class Transactions {
  readonly #database: Database;
  /** What is to be told once the outermost one is whole. */
  #news: (() => void)[] = [];
  #depth = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps all that the work wrote, or undoes it where the work throws. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const name = `level${this.#depth}`;
    const before = this.#news.length;
    this.#depth += 1;
    this.#database.begin(name);
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      this.#database.undo(name);
      this.#depth -= 1;
      this.#news.length = before;
      throw error;
    }
    this.#database.keep(name);
    this.#depth -= 1;
    if (this.#depth === 0) this.#announce();
    return result;
  }

  /** Calls back once the outermost transaction is whole; never where it is undone. */
  afterwards(tell: () => void): void {
    this.#news.push(tell);
  }

  #announce(): void {
    const news = this.#news;
    this.#news = [];
    for (const tell of news) tell();
  }
}
