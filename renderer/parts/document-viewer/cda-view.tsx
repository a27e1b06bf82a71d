import { type ReactNode, useMemo } from 'react';
import { Facts } from '../../ui/facts.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { type CdaBlock, type CdaDocument, type CdaProblem, type CdaSection, readCda } from './cda.ts';
import style from './cda.module.css';
import { decodeText } from './decode-text.ts';
import type { ViewProps } from './view-props.ts';
import { numbered } from './numbered.ts';
import { Sheet } from './sheet.tsx';
import viewer from './viewer.module.css';

type Shaped = Exclude<CdaBlock, string>;

const isRow = (one: CdaBlock): one is Shaped => typeof one !== 'string' && one.shape === 'row';
const isHead = (one: CdaBlock): one is Shaped => typeof one !== 'string' && one.shape === 'head';
const isCell = (one: CdaBlock): one is Shaped => typeof one !== 'string' && one.shape === 'cell';
const isCaption = (one: CdaBlock): one is Shaped => typeof one !== 'string' && one.shape === 'caption';

function Row({ row }: { row: Shaped }) {
  return (
    <tr>
      {numbered(row.children.filter(isCell)).map(({ key, value: cell }) => {
        const Cell = cell.header ? 'th' : 'td';
        return (
          <Cell key={key} colSpan={cell.columns} rowSpan={cell.rows}>
            <Blocks blocks={cell.children} />
          </Cell>
        );
      })}
    </tr>
  );
}

/** Rows wherever they stand in the table: in its head, or plainly, since bodies are dropped while reading. */
function Table({ children }: { children: readonly CdaBlock[] }) {
  const heads = children.filter(isHead).flatMap((head) => head.children.filter(isRow));
  const caption = children.find(isCaption);
  return (
    <table>
      {caption && (
        <caption>
          <Blocks blocks={caption.children} />
        </caption>
      )}
      {heads.length > 0 && (
        <thead>
          {numbered(heads).map(({ key, value: row }) => (
            <Row key={key} row={row} />
          ))}
        </thead>
      )}
      <tbody>
        {numbered(children.filter(isRow)).map(({ key, value: row }) => (
          <Row key={key} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** Items of a list; its words outside of items (a caption) come before it. */
function List({ block }: { block: Shaped }) {
  const Kind = block.ordered ? 'ol' : 'ul';
  const items = block.children.filter((one): one is Shaped => typeof one !== 'string' && one.shape === 'item');
  const caption = block.children.find(isCaption);
  return (
    <>
      {caption && (
        <p>
          <Blocks blocks={caption.children} />
        </p>
      )}
      <Kind>
        {numbered(items).map(({ key, value: item }) => (
          <li key={key}>
            <Blocks blocks={item.children} />
          </li>
        ))}
      </Kind>
    </>
  );
}

function Block({ block }: { block: CdaBlock }): ReactNode {
  if (typeof block === 'string') return block;
  const inside = <Blocks blocks={block.children} />;
  switch (block.shape) {
    case 'table':
      return <Table>{block.children}</Table>;
    case 'list':
      return <List block={block} />;
    case 'paragraph':
    case 'caption':
    case 'item':
      return <p>{inside}</p>;
    case 'strong':
      return <strong>{inside}</strong>;
    case 'em':
      return <i>{inside}</i>;
    case 'u':
      return <u>{inside}</u>;
    case 'line':
      return <br />;
    case 'head':
    case 'row':
    case 'cell':
      // A row without its table still has words.
      return <>{inside} </>;
  }
}

const Blocks = ({ blocks }: { blocks: readonly CdaBlock[] }) =>
  numbered(blocks).map(({ key, value }) => <Block key={key} block={value} />);

function Section({ section, level }: { section: CdaSection; level: number }) {
  return (
    <section>
      {level === 0 ? <h4>{section.title}</h4> : <h5>{section.title}</h5>}
      <div>
        {section.blocks.length > 0 ? (
          <Blocks blocks={section.blocks} />
        ) : (
          section.sections.length === 0 && <p className={style.off}>No narrative</p>
        )}
      </div>
      {numbered(section.sections).map(({ key, value: inner }) => (
        <Section key={key} section={inner} level={level + 1} />
      ))}
    </section>
  );
}

const isProblem = (read: CdaDocument | CdaProblem): read is CdaProblem => 'problem' in read;

const useCda = (bytes: Uint8Array) => useMemo(() => readCda(decodeText(bytes).text), [bytes]);

const Problem = ({ read }: { read: CdaProblem }) => (
  <div className={viewer.about}>
    <FindingList>
      <Finding result="fail" message={read.problem} next={read.next} />
    </FindingList>
  </div>
);

/** A C-CDA as a reader sees it: header, then the narrative of its sections. */
export function CdaView({ name, document, head }: ViewProps) {
  const read = useCda(document.bytes);
  return (
    <Sheet label={`Document ${name}`} lead={<span>Rendered by its narrative</span>} head={head}>
      {isProblem(read) ? (
        <Problem read={read} />
      ) : (
        <article className={style.cda}>
          <h3>{read.title}</h3>
          <dl>
            {read.facts.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {numbered(read.sections).map(({ key, value: section }) => (
            <Section key={key} section={section} level={0} />
          ))}
        </article>
      )}
    </Sheet>
  );
}

/** What the header of a C-CDA says, and which sections it has. */
export function CdaHeaderView({ name, document, head }: ViewProps) {
  const read = useCda(document.bytes);
  return (
    <Sheet label={`Header of ${name}`} lead={<span>Header</span>} head={head} shape="fill">
      {isProblem(read) ? (
        <Problem read={read} />
      ) : (
        <div className={style.header}>
          <Facts
            shape="list"
            facts={[
              ['Title', read.title],
              ['Code', read.code ? <code key="code">{read.code}</code> : 'none'],
              ...read.facts,
              [
                'Sections',
                <ul key="sections">
                  {read.sections.map(({ title, code }) => (
                    <li key={`${title} ${code}`}>
                      {title} {code && <code>{code}</code>}
                    </li>
                  ))}
                </ul>,
              ],
            ]}
          />
        </div>
      )}
    </Sheet>
  );
}
