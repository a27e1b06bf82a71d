import { useMemo, useState } from 'react';
import type { Push, PushAttachment } from '../../../../shared/domain/push.ts';
import { FhirViewer } from '../../../parts/fhir-viewer/fhir-viewer.tsx';
import { goTo } from '../../../stores/view.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import type { IconName } from '../../../ui/icons.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { findingsOfAttachment } from './attachment-findings.ts';
import { Attachment, isDocument, isElsewhere, nameOf, noteOf } from './attachment.tsx';
import style from './push-detail.module.css';

function iconOf(push: Push, attachment: PushAttachment): IconName {
  const worst = findingsOfAttachment(push.findings, attachment).some(({ severity }) => severity !== 'information');
  if (worst) return 'warn';
  if (isElsewhere(attachment)) return 'external';
  return isDocument(attachment) ? 'document' : 'braces';
}

/** The attachments of a push, one at a time, each as what its bytes are. */
export function Attachments({ push, asked }: { push: Push; asked?: string }) {
  const { attachments, exchangeId, kind } = push;
  const [selected, setSelected] = useState('0');
  const [isBeside, setBeside] = useState(false);
  const canBeside = attachments.length > 1;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'push.beside',
        title: 'Two attachments beside each other',
        group: 'View',
        keys: 'b',
        when: () => canBeside,
        run: () => setBeside((before) => !before),
      },
    ],
    [canBeside],
  );
  useActions(actions);
  if (attachments.length === 0) {
    return kind === 'unexpected' || kind === 'submission' ? (
      <Empty
        icon="push"
        title="Nothing was attached"
        actions={
          <Button icon="exchanges" onPress={() => goTo('exchanges', exchangeId)}>
            Wire record
          </Button>
        }
      >
        The request is kept as it came; its wire record shows it.
      </Empty>
    ) : (
      <FhirViewer exchangeId={exchangeId} side="request" pointer="" name={push.title} />
    );
  }
  return (
    <Tabs
      label="Attachments"
      shape="double"
      selected={selected}
      onSelect={setSelected}
      actions={
        canBeside && (
          <IconButton
            icon="board"
            size="small"
            keys="b"
            label="Two attachments beside each other"
            pressed={isBeside}
            onPress={() => setBeside(!isBeside)}
          />
        )
      }
      items={attachments.map((attachment, index) => {
        const next = isBeside ? (attachments[index + 1] ?? attachments[index - 1]) : undefined;
        return {
          id: String(attachment.index),
          label: nameOf(attachment),
          note: noteOf(attachment),
          icon: iconOf(push, attachment),
          content: next ? (
            <div className={style.two}>
              <Attachment key={attachment.pointer} push={push} attachment={attachment} asked={asked} />
              <Attachment key={next.pointer} push={push} attachment={next} asked={asked} />
            </div>
          ) : (
            <Attachment key={attachment.pointer} push={push} attachment={attachment} asked={asked} />
          ),
        };
      })}
    />
  );
}
