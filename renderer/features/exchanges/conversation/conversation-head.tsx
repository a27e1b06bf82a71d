import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { Badge, type Road } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { StatusFigure } from '../../../ui/figures.tsx';
import { elideUuids } from '../../../ui/format.ts';
import { Menu } from '../../../ui/menu.tsx';
import { PaneHead, Spring } from '../../../ui/pane.tsx';
import style from './conversation.module.css';

interface Props {
  conversation: Conversation | undefined;
  /** Of the Task it is around, where it is one. */
  status: string | undefined;
  /** What the way back leads to. */
  backTo: string;
  onBack: () => void;
  onSave: (raw: boolean) => void;
}

const roads: readonly Road[] = ['direct-query', 'task', 'push', 'bulk'];

/** The bar over a conversation: what it is around, which roads it took, and the way to save it. */
export function ConversationHead({ conversation, status, backTo, onBack, onSave }: Props) {
  const taken = new Set<Road>(conversation?.entries.map(({ approach }) => approach));
  return (
    <PaneHead
      title={
        <>
          Conversation
          {conversation && (
            <code className={style.name} title={conversation.title}>
              {elideUuids(conversation.title)}
            </code>
          )}
          {status && <StatusFigure status={status} />}
        </>
      }
    >
      <Spring />
      <span className={style.legend}>
        {roads
          .filter((road) => taken.has(road))
          .map((road) => (
            <Badge key={road} approach={road} />
          ))}
      </span>
      <Menu
        label="Save a picture"
        trigger={<Button icon="download">Save picture</Button>}
        sections={[
          {
            choices: [
              {
                id: 'redacted',
                label: 'Redacted',
                note: 'ids, names and dates give way to pseudonyms',
                keys: 's',
                onAction: () => onSave(false),
              },
              { id: 'raw', label: 'As it is', note: 'may name the patient', onAction: () => onSave(true) },
            ],
          },
        ]}
      />
      <IconButton icon="back" label={`Back to the ${backTo}`} keys="Escape" onPress={onBack} />
    </PaneHead>
  );
}
