import { call, listen } from '../api/call.ts';
import type { Change } from '../../shared/domain/change.ts';
import { hearProgress } from './operations.ts';
import { applyChanges, tablesOf, useRecords } from './records.ts';
import { useSettings } from './settings.ts';

/** How many records of a growing kind the first picture holds; lists fetch older ones when somebody scrolls there. */
const snapshotLimit = 1000;

let waiting: Change[] = [];
let frame: number | undefined;
let reading = false;
let again = false;

/** Applies what arrived since the last frame. While a snapshot is being read, changes wait for it. */
function flush(): void {
  frame = undefined;
  if (reading || waiting.length === 0) return;
  const changes = waiting;
  waiting = [];
  useRecords.setState((state) => applyChanges(state, changes));
}

// A hidden page has no frames, yet its picture must be true when it is looked at again.
function soon(): void {
  if (document.hidden) queueMicrotask(flush);
  else frame ??= requestAnimationFrame(flush);
}

/** Reads the records anew; asked for while one reading is under way, it is done once more after it. */
export async function hydrate(): Promise<void> {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  const reply = await call('host.snapshot', { limit: snapshotLimit });
  reading = false;
  if (reply.ok) {
    useSettings.setState({ ...reply.value.settings, known: true });
    useRecords.setState({ ...tablesOf(reply.value), seq: reply.value.seq, status: 'ready', failure: undefined });
    flush();
  } else if (useRecords.getState().status !== 'ready') {
    useRecords.setState({ status: 'failed', failure: reply.error });
  }
  if (again) {
    again = false;
    await hydrate();
  }
}

/** Subscribes first, then reads: no change falls between. Returns the way to stop hearing. */
export function connectRecords(): () => void {
  const stop = listen((event) => {
    if (event.type === 'progress') return hearProgress(event.progress);
    if (event.type === 'resync') return void hydrate();
    waiting.push(event.change);
    soon();
  });
  void hydrate();
  return () => {
    stop();
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  };
}
