import type { Reply } from '../../../shared/contract/errors.ts';
import type { RowWindow } from '../../../shared/contract/queries.ts';
import type { BundleRow } from '../../../shared/fhir/summary.ts';

/** Rows asked for at a time; a page that fits in one larger question is asked for whole, so that its rows can be counted. */
const windowSize = 100;
const wholeUpTo = 500;
/** Windows kept; those farthest from sight go first. */
const mostWindows = 60;

type ReadRows = (first: number, count: number) => Promise<Reply<RowWindow>>;

/**
 * Rows of a page, read as they come into sight. One question is under way at a time, and after it what is in sight then is asked for:
 * dragging through fifty thousand rows asks for a handful of windows, not for all that flew by.
 */
export class RowWindows {
  private readonly windows = new Map<number, readonly BundleRow[]>();
  private sight: readonly [number, number] = [0, 0];
  private reading = false;
  private stopped = false;
  readonly size: number;
  readonly total: number;
  private readonly read: ReadRows;
  private readonly changed: () => void;

  /** `changed` is called whenever rows came in. */
  constructor(total: number, read: ReadRows, changed: () => void) {
    this.total = total;
    this.read = read;
    this.changed = changed;
    this.size = total <= wholeUpTo ? Math.max(1, total) : windowSize;
  }

  /** A row, or undefined while it is on the way. */
  rowAt(index: number): BundleRow | undefined {
    return this.windows.get(Math.floor(index / this.size))?.[index % this.size];
  }

  /** All rows, where the page is held whole. */
  whole(): readonly BundleRow[] | undefined {
    return this.total <= this.size ? this.windows.get(0) : undefined;
  }

  /** Says what is in sight; rows that are missing there are asked for. */
  look(first: number, last: number): void {
    this.sight = [first, last];
    void this.fill();
  }

  /** No more questions, no more calls of `changed`. */
  stop(): void {
    this.stopped = true;
  }

  private missing(): number | undefined {
    const [first, last] = this.sight.map((index) => Math.floor(Math.min(index, this.total - 1) / this.size));
    for (let at = first ?? 0; at <= (last ?? 0); at += 1) if (!this.windows.has(at)) return at;
    return undefined;
  }

  private async fill(): Promise<void> {
    if (this.reading || this.total === 0) return;
    this.reading = true;
    for (let at = this.missing(); at !== undefined && !this.stopped; at = this.missing()) {
      const reply = await this.read(at * this.size, Math.min(this.size, this.total - at * this.size));
      // A window that cannot be read stays empty rather than being asked for again and again.
      this.windows.set(at, reply.ok ? reply.value.rows : []);
      this.forget(at);
      if (!this.stopped) this.changed();
    }
    this.reading = false;
  }

  private forget(near: number): void {
    if (this.windows.size <= mostWindows) return;
    const far = [...this.windows.keys()].toSorted((a, b) => Math.abs(b - near) - Math.abs(a - near))[0];
    if (far !== undefined) this.windows.delete(far);
  }
}
