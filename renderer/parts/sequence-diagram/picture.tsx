import { useEffect, useRef } from 'react';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { saveBytes } from '../document-viewer/forms.ts';
import { fitting, layOut } from './layout.ts';
import style from './sequence.module.css';
import { SequenceDrawing } from './sequence-drawing.tsx';

/** What a drawing looks like by our styles, and would not in a file of its own. */
const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'text-anchor',
  'font-family',
  'font-size',
  'font-weight',
];

/** The drawing as a file that needs nothing else: every style it has from us stands at its element. */
function pictureOf(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  [drawing, ...drawing.querySelectorAll<SVGElement>('*')].forEach((element, index) => {
    const target = copies[index];
    if (!target) return;
    const computed = getComputedStyle(element);
    target.setAttribute('style', kept.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';'));
    target.removeAttribute('class');
  });
  return new XMLSerializer().serializeToString(copy);
}

const width = 900;
const top = 84;

interface Props {
  conversation: Conversation;
  /** Whether what names people was taken out. */
  redacted: boolean;
  onSaved: () => void;
}

/** Draws a conversation out of sight, on white with its names and title, and hands it to the browser as an SVG file. */
export function SavedPicture({ conversation, redacted, onSaved }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawing = place.current?.querySelector('svg');
    if (!drawing) return;
    const name = conversation.title.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();
    // The audit trail was told when the conversation was asked for.
    saveBytes(new TextEncoder().encode(pictureOf(drawing)), 'image/svg+xml', `conversation-${name}.svg`);
    onSaved();
  }, [conversation, onSaved]);
  const layout = layOut(conversation, width);
  const { title, leftOut } = conversation;
  return (
    <div ref={place} className={style.picture} aria-hidden>
      <SequenceDrawing layout={layout} top={top}>
        <rect x={0} y={-top} width={width} height={layout.height + top} fill="#ffffff" />
        <text className={style.pictureTitle} x={16} y={-top + 26}>
          {`Conversation ${title}${redacted ? ', redacted' : ''}${leftOut > 0 ? `, ${leftOut} exchanges left out` : ''}`}
        </text>
        {layout.lanes.map(({ party, x }) => (
          <g key={party.id}>
            <text className={style.headName} x={x} y={-32}>
              {fitting(party.name, layout.nameWidth)}
            </text>
            <text className={style.headSays} x={x} y={-16}>
              {fitting(party.says, layout.nameWidth)}
            </text>
          </g>
        ))}
      </SequenceDrawing>
    </div>
  );
}
