import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { type Base64Chip, type JsonLine, jsonLines, lineText, visibleLines } from './json-lines.ts';
import { JsonRow } from './json-row.tsx';
import style from './json-view.module.css';
import { TextField } from './text-field.tsx';

interface Props {
  /** What it is, for those who do not see it. */
  label: string;
  /** Parsed JSON; long base64 already replaced by `{"$base64": {bytes, sha256, pointer}}`. */
  value: unknown;
  /** Opens what a base64 chip stands for. */
  onOpen?: (chip: Base64Chip) => void;
  /** Follows a FHIR reference. */
  onReference?: (reference: string) => void;
  /** Shown left in the bar above the lines. */
  head?: ReactNode;
  /** JSON pointer of the place that is shown first; what surrounds it where it is not there. */
  at?: string;
}

const lineHeight = 20;

/** JSON to read: numbered lines, folding, syntax ink, base64 as chips, find. Any size that fits in memory; only lines in sight exist. */
export function JsonView({ label, value, onOpen, onReference, head, at }: Props) {
  const lines = useMemo(() => jsonLines(value), [value]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState(0);
  const [text, setText] = useState('');
  const find = useDeferredValue(text.toLowerCase());
  const visible = useMemo(() => visibleLines(lines, folded), [lines, folded]);
  const hits = useMemo(() => new Set(linesWith(lines, find)), [lines, find]);
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const rows = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
  });

  // Another value: folds and place of the old one mean nothing for it.
  const placed = useMemo(() => (at === undefined ? -1 : lineAt(lines, at)), [lines, at]);
  useEffect(() => {
    void lines;
    setFolded(new Set());
    setCurrent(Math.max(0, placed));
    if (placed > 0) rows.scrollToIndex(placed, { align: 'center' });
    else scroller.current?.scrollTo(0, 0);
  }, [lines, placed, rows]);

  const show = (index: number) => {
    setCurrent(index);
    const outside = [...folded].filter((start) => start < index && index <= (lines[start]?.end ?? -1));
    const open = new Set([...folded].filter((start) => !outside.includes(start)));
    if (outside.length > 0) setFolded(open);
    const at = (outside.length > 0 ? visibleLines(lines, open) : visible).indexOf(index);
    requestAnimationFrame(() => rows.scrollToIndex(at, { align: 'auto' }));
  };
  const setFold = (index: number, fold: boolean) => {
    if (lines[index]?.end === undefined || folded.has(index) === fold) return;
    const next = new Set(folded);
    if (fold) next.add(index);
    else next.delete(index);
    setFolded(next);
    setCurrent(index);
  };
  const foldAll = () => {
    setFolded(new Set(lines.flatMap(({ end, depth }, index) => (end !== undefined && depth === 1 ? [index] : []))));
    setCurrent(0);
  };
  const nextHit = (back: boolean) => {
    // What is typed now, not what the slower drawing has caught up with.
    const now = linesWith(lines, text.toLowerCase());
    const ahead = back ? now.findLast((index) => index < current) : now.find((index) => index > current);
    const hit = ahead ?? (back ? now.at(-1) : now[0]);
    if (hit !== undefined) show(hit);
  };

  const press = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = visible.indexOf(current);
    const move = (to: number) => show(visible[Math.min(visible.length - 1, Math.max(0, to))] ?? 0);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / lineHeight) - 2);
    const keys: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(visible.length - 1),
      ArrowRight: () => (folded.has(current) ? setFold(current, false) : move(at + 1)),
      ArrowLeft: () => {
        const { end, depth = 0 } = lines[current] ?? {};
        if (end !== undefined && !folded.has(current)) setFold(current, true);
        else move(visible.findLastIndex((index, place) => place < at && (lines[index]?.depth ?? 0) < depth));
      },
      Enter: () => {
        const tokens = lines[current]?.tokens ?? [];
        const chip = tokens.find((token) => token.ink === 'base64');
        const link = tokens.find((token) => token.ink === 'reference');
        if (chip) onOpen?.(chip.chip);
        else if (link && onReference) onReference(link.reference);
        else setFold(current, !folded.has(current));
      },
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };

  const place = hits.has(current) ? [...hits].indexOf(current) + 1 : 0;
  const found = find === '' ? '' : hits.size === 0 ? 'none' : `${place > 0 ? `${place} of ` : ''}${hits.size}`;
  const items = rows.getVirtualItems();
  const said = {
    role: 'tree',
    'aria-label': label,
    'aria-activedescendant': items.some(({ index }) => visible[index] === current) ? `${base}-${current}` : undefined,
    tabIndex: 0,
    onKeyDown: press,
  } as const;
  return (
    <div className={style.view}>
      <div className={style.bar}>
        {head}
        <span className={style.spring} />
        <output className={style.found}>{found}</output>
        <span className={style.find}>
          <TextField
            quiet
            label={`Find in ${label}`}
            placeholder="find"
            icon="search"
            size="small"
            value={text}
            onChange={setText}
            onKeyDown={(event) => {
              if (event.key === 'Enter') nextHit(event.shiftKey);
              if (event.key === 'Escape') setText('');
            }}
          />
        </span>
        <Button kind="bare" size="small" onPress={folded.size > 0 ? () => setFolded(new Set()) : foldAll}>
          {folded.size > 0 ? 'Unfold' : 'Fold'}
        </Button>
        <CopyButton label="Copy JSON" size="small" text={() => JSON.stringify(value, null, 2)} />
      </div>
      <div {...said} ref={scroller} className={`${style.lines} scroll`}>
        <div {...{ role: 'none' }} style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {items.map(({ index: at, start }) => {
            const index = visible[at] ?? 0;
            const line = lines[index];
            return (
              line && (
                <JsonRow
                  key={index}
                  id={`${base}-${index}`}
                  number={index + 1}
                  top={start}
                  line={line}
                  isFolded={folded.has(index)}
                  closing={folded.has(index) ? lines[line.end ?? 0] : undefined}
                  isCurrent={index === current}
                  isHit={hits.has(index) || index === placed}
                  onTake={() => setCurrent(index)}
                  onFold={() => setFold(index, !folded.has(index))}
                  onOpen={onOpen}
                  onReference={onReference}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The line of the value at a pointer, else of what surrounds it. */
function lineAt(lines: readonly JsonLine[], pointer: string): number {
  const around = (line: JsonLine) => line.pointer === pointer || pointer.startsWith(`${line.pointer}/`);
  return lines.reduce(
    (best, line, index) => (around(line) && line.pointer.length > (lines[best]?.pointer.length ?? 0) ? index : best),
    0,
  );
}

/** Indexes of the lines that contain a text (small letters); none for no text. */
function linesWith(lines: readonly JsonLine[], text: string): number[] {
  if (text === '') return [];
  return lines.flatMap((line, index) => (lineText(line).toLowerCase().includes(text) ? [index] : []));
}
