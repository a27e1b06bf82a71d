import type { InboxDay, InboxPage } from '../../../../shared/contract/inbox.ts';
import type { Failure, Reply } from '../../../../shared/contract/errors.ts';
import type { Push } from '../../../../shared/domain/push.ts';

/** Pushes asked for at a time. */
const windowSize = 100;
/** Windows kept; those farthest from sight go first. */
const mostWindows = 40;

type ReadPage = (offset: number, limit: number) => Promise<Reply<InboxPage>>;

/** What is known of the whole list. */
export interface InboxCounts {
  total: number;
  all: number;
  days: readonly InboxDay[];
}

/** Windows of one state of the list, by their number, and what was counted with them. */
interface Picture {
  windows: Map<number, readonly Push[]>;
  counts?: InboxCounts;
}

/**
 * A list of any length, read as it comes into sight and kept true while pushes arrive. One question is under way at a time, and after
 * it what is in sight then is asked for: dragging through a hundred thousand pushes asks for a handful of windows. While a list that
 * moved is read anew the old picture stays, so nothing blinks and no push stands at a wrong place.
 */
export class InboxWindows {
  private shown: Picture = { windows: new Map() };
  /** The picture being made in place of the shown one. */
  private next: Picture | undefined;
  /** The list moved again while the next picture was being made. */
  private again = false;
  private sight: readonly [number, number] = [0, 0];
  private reading = false;
  private stopped = false;
  private problem: Failure | undefined;
  private readonly read: ReadPage;
  private readonly changed: () => void;

  /** `changed` is called whenever something came in. */
  constructor(read: ReadPage, changed: () => void) {
    this.read = read;
    this.changed = changed;
  }

  /** Counts of the last answer; undefined before the first. */
  get counts(): InboxCounts | undefined {
    return this.shown.counts;
  }

  /** Why the last question was not answered. */
  get failure(): Failure | undefined {
    return this.problem;
  }

  /** A push by its place, newest first; undefined while it is on the way. */
  at(place: number): Push | undefined {
    return this.shown.windows.get(Math.floor(place / windowSize))?.[place % windowSize];
  }

  /** The place of a push that is at hand. */
  placeOf(id: string): number | undefined {
    for (const [window, pushes] of this.shown.windows) {
      const inside = pushes.findIndex((push) => push.id === id);
      if (inside >= 0) return window * windowSize + inside;
    }
    return undefined;
  }

  /** Says which places are in sight; what is missing there is asked for. */
  look(first: number, last: number): void {
    this.sight = [first, last];
    void this.fill();
  }

  /** Puts newer records in place of those at hand. Answers false when one is not at hand, or is gone: then the list may have moved. */
  renew(ids: readonly string[], recordOf: (id: string) => Push | undefined): boolean {
    const wanted = new Set(ids);
    let met = 0;
    for (const [window, pushes] of this.shown.windows) {
      if (!pushes.some(({ id }) => wanted.has(id))) continue;
      const renewed = pushes.map((push) => {
        const record = wanted.has(push.id) ? recordOf(push.id) : undefined;
        if (record) met += 1;
        return record ?? push;
      });
      this.shown.windows.set(window, renewed);
    }
    if (met > 0) this.changed();
    return met === wanted.size;
  }

  /** The list may have moved: what is in sight is read again, the rest when it comes into sight. */
  refresh(): void {
    if (this.next && this.reading) this.again = true;
    else this.next = { windows: new Map() };
    void this.fill();
  }

  /** No more questions, no more calls of `changed`. */
  stop(): void {
    this.stopped = true;
  }

  /** Goes on after `stop`. */
  start(): void {
    this.stopped = false;
    void this.fill();
  }

  private missing(): number | undefined {
    const { windows, counts } = this.next ?? this.shown;
    const end = Math.max(0, (counts?.total ?? 1) - 1);
    const windowOf = (place: number) => Math.floor(Math.max(0, Math.min(place, end)) / windowSize);
    // What came in above pushes the rest down: without what follows, the grid could not find again what was in sight.
    const last = windowOf(this.sight[1] + (this.next ? windowSize : 0));
    for (let window = windowOf(this.sight[0]); window <= last; window += 1) if (!windows.has(window)) return window;
    return undefined;
  }

  private async fill(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    for (let window = this.missing(); window !== undefined && !this.stopped; window = this.missing()) {
      const reply = await this.read(window * windowSize, windowSize);
      if (this.stopped) break;
      this.problem = reply.ok ? undefined : reply.error;
      if (reply.ok) this.take(window, reply.value);
      else {
        this.changed();
        break;
      }
    }
    this.reading = false;
  }

  private take(window: number, { total, all, days, pushes }: InboxPage): void {
    // Nobody said that the list moved, but it did.
    if (!this.next && this.counts && this.counts.total !== total) this.next = { windows: new Map() };
    const picture = this.next ?? this.shown;
    picture.counts = { total, all, days };
    picture.windows.set(window, pushes);
    if (this.next) {
      if (this.missing() !== undefined) return;
      this.shown = this.next;
      this.next = this.again ? { windows: new Map() } : undefined;
      this.again = false;
    } else forget(picture.windows, window);
    this.changed();
  }
}

/** Drops the window farthest from `near` where there are too many. */
function forget(windows: Map<number, readonly Push[]>, near: number): void {
  if (windows.size <= mostWindows) return;
  const far = [...windows.keys()].toSorted((a, b) => Math.abs(b - near) - Math.abs(a - near))[0];
  if (far !== undefined) windows.delete(far);
}
