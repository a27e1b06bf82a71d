import type {
  Conversation,
  ConversationMessage,
  ConversationNote,
  ConversationParty,
} from '../../../shared/domain/conversation.ts';
import { elideUuids, formatDay, formatDuration, formatSize } from '../../ui/format.ts';

/** One line of the drawing; `y` is its upper edge, in pixels as all measures here. */
export type SequenceRow =
  | {
      kind: 'message';
      y: number;
      message: ConversationMessage;
      fromX: number;
      toX: number;
      asks: string;
      answers: string;
    }
  | { kind: 'note'; y: number; note: ConversationNote; x: number; says: string; toLeft: boolean }
  | { kind: 'wait'; y: number; says: string };

/** Where everything of a conversation stands. */
export interface SequenceLayout {
  width: number;
  height: number;
  lanes: { party: ConversationParty; x: number }[];
  rows: SequenceRow[];
  spans: { status: string; from: number; to: number; says: string }[];
  /** X of the bars of the Task's statuses; the names stand right of it. */
  spanX: number;
  /** X at whose left the times it took end. */
  tookX: number;
  /** Room for the name of a lane. */
  nameWidth: number;
}

/** Heights of lines. */
export const messageHeight = 42;
const noteHeight = 28;
const waitHeight = 26;

/** X of the number and of the clock time. */
export const numberX = 16;
export const clockX = 64;
const firstLane = 196;
const roomForTimes = 84;
const roomForSpans = 44;
/** How wide an average letter of the drawing is. */
const letter = 6.1;
/** A wait of this many milliseconds is worth a line. */
const worthTelling = 10_000;

/** A text that fits, its middle left out where it is too long: both ends say something. */
export function fitting(whole: string, width: number): string {
  const text = elideUuids(whole);
  const most = Math.max(6, Math.floor(width / letter));
  if (text.length <= most) return text;
  const tail = Math.min(16, Math.floor(most / 3));
  return `${text.slice(0, most - tail - 1)}…${text.slice(text.length - tail)}`;
}

/** A sentence that fits, as many of its words as there is room for: what comes first says most. */
export function beginning(text: string, width: number): string {
  const most = Math.max(6, Math.floor(width / letter));
  if (text.length <= most) return text;
  const cut = text.lastIndexOf(' ', most - 1);
  return `${text.slice(0, cut > most / 2 ? cut : most - 1)}…`;
}

/** What was asked and what came back, with the size of what brought something: of what we were sent, or of what we were answered. */
function wordsOf({ asks, answers, bytes, outcome, to }: ConversationMessage): [asks: string, answers: string] {
  if (bytes < 1024 || outcome !== 'ok') return [asks, answers];
  const size = formatSize(bytes);
  return to === 'receiver' ? [`${asks}, ${size}`, answers] : [asks, `${answers}, ${size}`];
}

/** How long nothing happened, and that it is another day after it. */
function waitBetween(before: string, after: string): string | undefined {
  const waited = Date.parse(after) - Date.parse(before);
  if (waited < worthTelling) return undefined;
  const day = formatDay(after);
  return formatDay(before) === day ? formatDuration(waited) : `${formatDuration(waited)}, then ${day}`;
}

/** Places a conversation on a ground of this width: lanes left to right, lines from the top, waits folded to one height. */
export function layOut({ parties, entries, spans }: Conversation, width: number): SequenceLayout {
  const tookX = width - 12 - (spans.length > 0 ? roomForSpans : 0);
  const lastLane = tookX - roomForTimes;
  const step = parties.length > 1 ? (lastLane - firstLane) / (parties.length - 1) : 0;
  const lanes = parties.map((party, index) => ({ party, x: Math.round(firstLane + index * step) }));
  const nameWidth = Math.min(200, Math.max(80, step || 200) - 8);
  const xOf = (id: string) => lanes.find(({ party }) => party.id === id)?.x ?? firstLane;

  const rows: SequenceRow[] = [];
  const tops: number[] = [];
  let y = 8;
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    const wait = before && waitBetween(before.at, entry.at);
    if (wait) {
      rows.push({ kind: 'wait', y, says: wait });
      y += waitHeight;
    }
    tops.push(y);
    if (entry.kind === 'message') {
      const [fromX, toX] = [xOf(entry.from), xOf(entry.to)];
      const room = Math.abs(toX - fromX) - 20;
      const [asked, answered] = wordsOf(entry);
      const asks = fitting(asked, room);
      const answers = entry.outcome === 'ok' ? fitting(answered, room) : beginning(answered, room);
      rows.push({ kind: 'message', y, message: entry, fromX, toX, asks, answers });
      y += messageHeight;
    } else {
      const x = xOf(entry.party);
      const toLeft = x > (firstLane + lastLane) / 2;
      const room = (toLeft ? x - firstLane : lastLane - x) - 24;
      rows.push({ kind: 'note', y, note: entry, x, says: fitting(entry.says, room), toLeft });
      y += noteHeight;
    }
  });
  const height = y + 8;
  const bars = spans.map(({ status, from }, index) => {
    const next = spans[index + 1];
    const [start, end] = [(tops[from] ?? 0) + 12, next ? (tops[next.from] ?? height) + 4 : height - 4];
    return { status, from: start, to: end, says: fitting(status, end - start) };
  });
  return { width, height, lanes, rows, spans: bars, spanX: tookX + 14, tookX, nameWidth };
}
