import type { TaskStatus } from '../../../shared/domain/task.ts';

/** Where each state stands in the picture; all are 28 high. The road runs through the middle, as the guide draws it. */
export const boxes: Record<TaskStatus, { x: number; y: number; width: number }> = {
  requested: { x: 0, y: 60, width: 96 },
  accepted: { x: 172, y: 60, width: 96 },
  'in-progress': { x: 344, y: 60, width: 112 },
  completed: { x: 528, y: 60, width: 104 },
  'on-hold': { x: 344, y: 6, width: 112 },
  rejected: { x: 172, y: 112, width: 96 },
  failed: { x: 528, y: 112, width: 104 },
};

/** How one step is drawn: its line, the tip of its arrow, and where its duration stands. */
export interface Drawn {
  line: string;
  tip: string;
  label: readonly [x: number, y: number];
  anchor?: 'start' | 'middle' | 'end';
}

const along = (from: number, to: number): Drawn => ({
  line: `M${from} 74h${to - from}`,
  tip: `m${to - 5} 70 5 4-5 4`,
  label: [(from + to) / 2, 67],
});

/** The steps of the figure, by "from to". */
export const ways: Readonly<Record<string, Drawn>> = {
  'requested accepted': along(96, 172),
  'accepted in-progress': along(268, 344),
  'in-progress completed': along(456, 528),
  'requested rejected': { line: 'M24 88v30a8 8 0 0 0 8 8h140', tip: 'm167 122 5 4-5 4', label: [100, 120] },
  'in-progress on-hold': { line: 'M376 60V34', tip: 'm372 39 4-5 4 5', label: [370, 51], anchor: 'end' },
  'on-hold in-progress': { line: 'M424 34v26', tip: 'm420 55 4 5 4-5', label: [430, 51], anchor: 'start' },
  'in-progress failed': { line: 'M444 88v30a8 8 0 0 0 8 8h76', tip: 'm523 122 5 4-5 4', label: [492, 120] },
};

/** How far down an arc reaches at most. */
const lowest = 152;

/** A step the figure does not have, as an arc over (forward) or under (back) the states in between. */
export function offPath(from: TaskStatus, to: TaskStatus): Drawn {
  const [a, b] = [boxes[from], boxes[to]];
  if (a.x === b.x) return straightPath(a, b);
  const back = b.x < a.x;
  const startX = a.x + a.width / 2 + (back ? -12 : 12);
  const endX = b.x + b.width / 2 + (back ? 12 : -12);
  const startY = back ? a.y + 28 : a.y;
  const endY = back ? b.y + 28 : b.y;
  const bend = back ? Math.min(lowest, Math.max(startY, endY) + 34) : Math.max(2, Math.min(startY, endY) - 52);
  const tip = back ? `m${endX - 4} ${endY + 5} 4-5 4 5` : `m${endX - 4} ${endY - 5} 4 5 4-5`;
  const middle = 0.25 * ((startY + endY) / 2) + 0.75 * bend;
  return {
    line: `M${startX} ${startY}C${startX} ${bend} ${endX} ${bend} ${endX} ${endY}`,
    tip,
    // Under a low arc is nothing any more; over a higher one there is room between the stamps. A forward arc is named before it comes to
    // the box of on-hold, a third of its way.
    label: back
      ? [(startX + endX) / 2, bend >= lowest ? middle + 12 : middle - 7]
      : [startX * 0.72 + endX * 0.28, 0.32 * startY + 0.68 * bend - 5],
  };
}

/** Between two states of one column: straight at the side where nothing else is drawn. */
function straightPath(a: { x: number; y: number; width: number }, b: { y: number }): Drawn {
  const atLeft = a.x > boxes['in-progress'].x;
  const x = atLeft ? a.x + 10 : a.x + a.width - 10;
  const down = b.y > a.y;
  const [start, end] = down ? [a.y + 28, b.y] : [a.y, b.y + 28];
  return {
    line: `M${x} ${start}V${end}`,
    tip: down ? `m${x - 4} ${end - 5} 4 5 4-5` : `m${x - 4} ${end + 5} 4-5 4 5`,
    label: [atLeft ? x - 8 : x + 8, (start + end) / 2 + 4],
    anchor: atLeft ? 'end' : 'start',
  };
}
