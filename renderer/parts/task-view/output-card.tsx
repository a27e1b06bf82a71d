import { RuleFindings } from '../rule-finding.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { elideMiddle, formatNumberOf, formatSize } from '../../ui/format.ts';
import type { OutputNode } from './output-tree.ts';
import { ProvenanceView } from './provenance-view.tsx';
import style from './task-outputs.module.css';
import { type ContentInfo, useContentInfo } from './use-content-info.ts';

const Thumb = ({ open }: { open?: boolean }) => (
  <span className={style.thumb} data-open={open || undefined} aria-hidden="true">
    {[1, 2, 3, 4].map((line) => (
      <i key={line} />
    ))}
  </span>
);

/** "searchset Bundle, 5 entries, 4.5 KB", or that there is nothing in it. */
function infoWords({ contentType, bytes, resourceType, entries, isEmpty, problem }: ContentInfo): string {
  if (problem) return problem;
  const what = resourceType ?? contentType;
  const many = entries === undefined ? undefined : formatNumberOf(entries, 'entry', 'entries');
  return [isEmpty ? 'empty: the source has no data' : undefined, what, many, formatSize(bytes)]
    .filter(Boolean)
    .join(', ');
}

interface Props {
  node: OutputNode;
  /** Opens what a node holds. */
  onOpen: (node: OutputNode) => void;
}

/** One output: what it is and how it was given, its hash, who stands for it, what is to be said of it, and what it led to. */
export function OutputCard({ node, onOpen }: Props) {
  const info = useContentInfo(node);
  const { reference, how, type, place, problem, findings, documents } = node;
  const name = reference || 'no reference';
  const said = (
    <>
      <b className="mono">{name}</b>
      {place ? (
        <small>{info ? infoWords(info) : 'reading'}</small>
      ) : (
        <small data-st={problem ? 'warn' : undefined}>{problem ?? 'not fetched yet'}</small>
      )}
      <small>
        {type && `${type}, `}
        {how}
      </small>
    </>
  );
  const provenance = node.provenance.length > 0 ? node.provenance : (info?.provenance ?? []);
  return (
    <li className={style.node}>
      {place ? (
        <button type="button" className={style.output} onClick={() => onOpen(node)} aria-label={`Open ${name}`}>
          <Thumb open={info?.isEmpty} />
          <span>{said}</span>
        </button>
      ) : (
        <div className={style.output}>
          <Thumb open />
          <span>{said}</span>
        </div>
      )}
      {info?.sha256 && (
        <p className={style.hash}>
          SHA-256 <code title={info.sha256}>{elideMiddle(info.sha256, 10, 6)}</code>
          <CopyButton size="small" label={`Copy the SHA-256 of ${name}`} text={info.sha256} />
        </p>
      )}
      {provenance.map((one) => (
        <ProvenanceView key={`${one.exchangeId} ${one.pointer}`} place={one} />
      ))}
      <RuleFindings label={`Findings about ${name}`} findings={findings} withoutPath />
      {documents.length > 0 && (
        <ul className={style.led} aria-label={`What ${name} led to`}>
          {documents.map((one) => (
            <OutputCard key={one.key} node={one} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </li>
  );
}
