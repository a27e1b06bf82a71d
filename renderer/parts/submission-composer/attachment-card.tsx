import type { ComposedSubmission } from '../../../shared/contract/submissions.ts';
import { attachmentCodes } from '../../../shared/cdex/codes.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { IconButton } from '../../ui/button.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { formatSize } from '../../ui/format.ts';
import { MonoId } from '../../ui/mono-id.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { documentChoices } from '../composer/code-choices.ts';
import { lineItemsOf } from '../composer/line-items.ts';
import { changeCard } from './composer-store.ts';
import { ContentPart } from './content/content-part.tsx';
import { Proposals } from './proposals.tsx';
import { Slot } from './slot.tsx';
import { type CardForm, cardName, type ContentKind } from './submission-form.ts';
import style from './attachment-card.module.css';
import { moveCard, removeCard } from './take-files.ts';

interface Props {
  card: CardForm;
  index: number;
  count: number;
  source: Connection | undefined;
  /** What it came to when the Parameters were made, while that is still true. */
  made: ComposedSubmission['attachments'][number] | undefined;
}

const kinds: readonly { value: ContentKind; label: string }[] = [
  { value: 'file', label: 'File' },
  { value: 'reference', label: 'From the record' },
  { value: 'query', label: 'Query' },
  { value: 'document', label: 'Document' },
  { value: 'form', label: 'Form' },
  { value: 'resource', label: 'JSON' },
];

/** One attachment: what it is, to which lines it belongs, and where its content comes from. */
export function AttachmentCard({ card, index, count, source, made }: Props) {
  const { key, code, title, lineItems, kind } = card;
  const set = (patch: Partial<CardForm>) => changeCard(key, patch);
  const name = `attachment ${index + 1}`;
  const move = (event: React.KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    moveCard(key, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li className={style.card} aria-label={cardName(card) ? `${index + 1}, ${cardName(card)}` : `${index + 1}, empty`}>
      <Slot field={`card-${key}`}>
        <div {...{ role: 'group', 'aria-label': name, onKeyDown: move }} className={style.inside}>
          <div className={style.head}>
            <b className={style.number}>{index + 1}</b>
            <ComboBox
              label={`Code of ${name}`}
              quiet
              mono
              value={code}
              placeholder={kind === 'form' ? 'none needed' : 'LOINC, SYSTEM|CODE or words'}
              choices={documentChoices}
              onChange={(next) => {
                if (next !== code) set({ code: next });
              }}
              onChoose={(next) => set({ code: next, title: title || (attachmentCodes[next] ?? '') })}
            />
            <TextField
              quiet
              label={`Title of ${name}`}
              value={title}
              placeholder="what people call it"
              onChange={(next) => set({ title: next })}
            />
            <TextField
              quiet
              mono
              label={`Line items of ${name}`}
              value={lineItems}
              placeholder="all lines"
              error={lineItemsOf(lineItems) === undefined ? 'Whole numbers: 1, 3-5.' : undefined}
              onChange={(next) => set({ lineItems: next })}
            />
            <span className={style.buttons}>
              <IconButton
                icon="chevron-up"
                size="small"
                label={`Move ${name} up`}
                isDisabled={index === 0}
                onPress={() => moveCard(key, -1)}
              />
              <IconButton
                icon="chevron-down"
                size="small"
                label={`Move ${name} down`}
                isDisabled={index === count - 1}
                onPress={() => moveCard(key, 1)}
              />
              <IconButton
                icon="close"
                size="small"
                label={`Take ${name} out`}
                isDisabled={count === 1}
                onPress={() => removeCard(key)}
              />
            </span>
          </div>
          <div className={style.content}>
            <Segmented
              label={`Content of ${name}`}
              size="small"
              value={kind}
              options={kinds}
              onChange={(next) => set({ kind: next })}
            />
            <div className={style.source} data-field={`content-${key}`}>
              <Proposals card={card} set={set} />
              <ContentPart card={card} set={set} source={source} name={name} />
            </div>
            {made && kind !== 'file' && (
              <p className={style.made} role="status">
                <code>{made.contentType}</code>
                <span>{formatSize(made.bytes)}</span>
                <span>
                  sha256 <MonoId id={made.sha256} />
                </span>
              </p>
            )}
          </div>
        </div>
      </Slot>
    </li>
  );
}
