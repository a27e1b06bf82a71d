import { Pill } from '../../ui/badge.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import type { InspectorRow, InspectorSection } from './inspector-rows.ts';
import style from './token-inspector.module.css';

/** Lines under their titles: name, value, what a check says. */
export function InspectorTable({ label, sections }: { label: string; sections: readonly InspectorSection[] }) {
  const longest = Math.max(...sections.flatMap(({ rows }) => rows.map(({ name }) => name.length)));
  return (
    <table className={style.table} aria-label={label}>
      <colgroup>
        <col className={style.name} data-long={longest > 11 || undefined} />
        <col />
        <col className={style.says} />
      </colgroup>
      {sections.map(({ title, rows }) => (
        <tbody key={title}>
          <tr className={style.section}>
            <th scope="rowgroup" colSpan={3}>
              {title}
            </th>
          </tr>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Row({ row }: { row: InspectorRow }) {
  const { name, value, note, whole, isSecret, isMissing, check } = row;
  const shown = value ?? (isMissing && <em>not there</em>);
  return (
    <tr data-result={check?.result}>
      <th scope="row">{name}</th>
      <td title={whole} colSpan={check ? 1 : 2}>
        {isSecret ? <Pill secret>not shown</Pill> : shown} {note && <em>{note}</em>}
      </td>
      {check && (
        <td>
          <span>
            <ResultFigure result={check.result} size={14} />
            {check.says}
          </span>
        </td>
      )}
    </tr>
  );
}
