import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Divider } from './divider.tsx';
import style from './split-pane.module.css';
import { useRememberedSize } from './use-remembered.ts';

interface Props {
  /** Under this name the size is remembered. */
  name: string;
  /** What the bar sizes: "list", "builder". */
  label: string;
  /** Width (column) or height (row) of the first part in pixels, before anybody changed it. */
  start: number;
  min?: number;
  /** What the second part keeps at least. */
  minRest?: number;
  between?: 'column' | 'row';
  /** Where there is no second part for now (undefined), the first has all the room, and keeps its place when the second comes. */
  children: readonly [first: ReactNode, second: ReactNode];
}

/** Two parts side by side (or one above the other) with a bar to move between them. */
export function SplitPane({ name, label, start, min = 240, minRest = 320, between = 'column', children }: Props) {
  const [size, setSize] = useRememberedSize(name, start);
  const [room, setRoom] = useState(0);
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setRoom(between === 'column' ? element.clientWidth : element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [between]);

  const max = Math.max(min, room - minRest);
  const shown = room === 0 ? size : Math.min(max, Math.max(min, size));
  const isAlone = children[1] === undefined;
  return (
    <div ref={box} className={style.split} data-between={between}>
      <div className={style.part} style={isAlone ? undefined : { flexBasis: shown, flexGrow: 0 }}>
        {children[0]}
      </div>
      {!isAlone && (
        <>
          <Divider
            label={`Size of the ${label}`}
            between={between}
            size={shown}
            min={min}
            max={max}
            onResize={setSize}
            onReset={() => setSize(start)}
          />
          <div className={style.part}>{children[1]}</div>
        </>
      )}
    </div>
  );
}
