import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { AttachmentCard } from './attachment-card.tsx';
import { takeFiles } from './take-files.ts';
import { changeForm, useComposing } from './composer-store.ts';
import { focusField } from '../composer/field-slot.tsx';
import type { Partners } from './partners.ts';
import { Slot } from './slot.tsx';
import { newCard } from './submission-form.ts';
import style from './submission-composer.module.css';
import type { Preview } from './use-preview.ts';

interface Props extends Pick<Partners, 'sources' | 'source'> {
  preview: Preview;
}

/** Adds an attachment and goes to it. */
export function addCard(): void {
  const card = newCard();
  changeForm({ cards: [...useComposing.getState().form.cards, card] });
  requestAnimationFrame(() => focusField(`card-${card.key}`));
}

const isFiles = (event: React.DragEvent) => event.dataTransfer.types.includes('Files');

/** What is attached: a card each, in the order they are sent. Files dropped anywhere here become cards. */
export function AttachmentsPart({ sources, source, preview }: Props) {
  const { cards } = useComposing((state) => state.form);
  const [isOver, setOver] = useState(false);
  const picker = useId();
  return (
    // Dropping is one way of three; the buttons do the same by keyboard.
    <section
      aria-label="Attachments"
      className={style.attachments}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        setOver(false);
        takeFiles([...event.dataTransfer.files]);
      }}
    >
      <Part
        title="Attachments"
        count={cards.length > 1 ? cards.length : undefined}
        actions={
          sources.length > 0 && (
            <span className={style.source}>
              record of
              <Select
                quiet
                size="small"
                label="Record the content comes from"
                value={source?.id}
                choices={sources.map(({ id, name, baseUrl }) => ({ value: id, label: name, note: baseUrl }))}
                onChange={(next) => changeForm({ source: next })}
              />
            </span>
          )
        }
      >
        <Slot field="attachments">
          <ol className={style.cards} aria-label="What is attached">
            {cards.map((card, index) => (
              <AttachmentCard
                key={card.key}
                card={card}
                index={index}
                count={cards.length}
                source={source}
                made={preview.isStale ? undefined : preview.composed?.attachments[index]}
              />
            ))}
          </ol>
        </Slot>
        <p className={style.add}>
          <Button kind="bare" size="small" icon="plus" keys="a" onPress={addCard}>
            Attachment
          </Button>
          <Button kind="bare" size="small" icon="document" onPress={() => document.getElementById(picker)?.click()}>
            Files, one attachment each
          </Button>
          <span>or drop files here</span>
        </p>
        <input
          id={picker}
          hidden
          multiple
          type="file"
          tabIndex={-1}
          aria-label="Files to attach"
          onChange={({ currentTarget }) => {
            takeFiles([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </Part>
    </section>
  );
}
