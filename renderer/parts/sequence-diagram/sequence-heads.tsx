import type { SequenceLayout } from './layout.ts';
import style from './sequence.module.css';

/** The names of the lines, above the drawing; they stay while it scrolls. */
export function SequenceHeads({ layout: { lanes, width, nameWidth } }: { layout: SequenceLayout }) {
  return (
    <div className={style.heads} style={{ minWidth: width }}>
      {lanes.map(({ party: { id, name, says, us }, x }) => (
        <div key={id} style={{ left: x - nameWidth / 2, width: nameWidth }} data-us={us || undefined}>
          <b title={name}>{name}</b>
          <span title={says}>{says}</span>
          <i />
        </div>
      ))}
    </div>
  );
}
