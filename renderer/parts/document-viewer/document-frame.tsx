import { type ReactNode, useMemo } from 'react';
import { sniff } from '../../../shared/fhir/sniff.ts';
import { type Action, useActions } from '../../stores/actions.ts';
import { Button } from '../../ui/button.tsx';
import { formatSize } from '../../ui/format.ts';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { ExchangeLink } from '../exchange-link.tsx';
import type { DocumentPlace, LoadedDocument } from './load-document.ts';
import style from './viewer.module.css';

interface Props {
  name: string;
  /** Once it is loaded. */
  document?: LoadedDocument;
  /** Where it was recorded; absent for a document inside another one. */
  place?: DocumentPlace;
  onBack?: () => void;
  isBare?: boolean;
  children: ReactNode;
}

/** The head over a document: its name, what its bytes say, its size, and the way to save it. */
export function DocumentFrame({ name, document, place, onBack, isBare, children }: Props) {
  const sniffed = useMemo(() => document && sniff(document.bytes), [document]);
  const actions = useMemo(
    (): Action[] =>
      onBack
        ? [{ id: 'document.back', title: 'Back from the document', group: 'Go', keys: 'Escape', run: onBack }]
        : [],
    [onBack],
  );
  useActions(actions);
  return (
    <section className={style.viewer} aria-label={`Document ${name}`}>
      {!isBare && (
        <PaneHead size="slim">
          {onBack && (
            <Button size="small" icon="back" keys="Escape" onPress={onBack}>
              Back
            </Button>
          )}
          <h2 className={style.name}>{name}</h2>
          {document && sniffed && (
            <span className={style.said}>
              <code>{sniffed.contentType}</code> {formatSize(document.bytes.length)}
            </span>
          )}
          <Spring />
          {place && <ExchangeLink id={place.exchangeId} />}
        </PaneHead>
      )}
      {children}
    </section>
  );
}
