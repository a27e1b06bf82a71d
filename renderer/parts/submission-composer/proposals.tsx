import { Button } from '../../ui/button.tsx';
import style from './attachment-card.module.css';
import type { CardForm } from './submission-form.ts';
import { contentFields, contentOf } from './submission-request.ts';

interface Props {
  card: CardForm;
  set: (patch: Partial<CardForm>) => void;
}

/** What is there already that could answer what was asked for; one press takes it. */
export function Proposals({ card, set }: Props) {
  const { proposals } = card;
  if (proposals.length === 0) return null;
  const taken = JSON.stringify(contentOf(card, ''));
  return (
    <ul className={style.proposals} aria-label="What could answer it">
      {proposals.map(({ content, title, at, says }) => {
        const fields = contentFields(content);
        const isTaken = JSON.stringify(contentOf({ ...card, ...fields }, '')) === taken && fields.kind === card.kind;
        return (
          <li key={`${title} ${says} ${JSON.stringify(content)}`}>
            <p>
              <b>{title}</b> {at && <time dateTime={at}>{at.slice(0, 10)}</time>}
              <small>{says}</small>
            </p>
            <Button
              size="small"
              icon={isTaken ? 'ok' : 'plus'}
              isDisabled={isTaken}
              label={`${isTaken ? 'Taken' : 'Take'}: ${title}`}
              onPress={() => set({ ...fields, title: card.title || title })}
            >
              {isTaken ? 'Taken' : 'Take it'}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
