import { KeyHint } from '../../ui/key-hint.tsx';
import { Part } from '../../ui/pane.tsx';
import style from './direct-query.module.css';
import { type StartingPoint, startingPoints } from './starting-points.ts';

/** Searches to begin with, each under its number. */
export function StartFrom({ onStart }: { onStart: (point: StartingPoint) => void }) {
  return (
    <Part title="Start from">
      <ul className={style.starts}>
        {startingPoints.map((point, index) => (
          <li key={point.id}>
            <button type="button" onClick={() => onStart(point)}>
              {point.title}
              <code>{point.note}</code>
              <KeyHint keys={String(index + 1)} />
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}
