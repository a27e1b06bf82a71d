import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { useMemo } from 'react';
import type { Push } from '../../../shared/domain/push.ts';
import { type Action, useActions } from '../../stores/actions.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { copyText, CopyButton } from '../../ui/copy-button.tsx';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { Answered } from './answered.tsx';
import { Attachments } from './attachments.tsx';
import { chainOf } from './chain.ts';
import { ChainFigure } from './chain-figure.tsx';
import style from './push-detail.module.css';
import { PushFindings } from './push-findings.tsx';

/** Whom it came from, as far as the submission says. */
function fromWords({ providerId, organizationId, payerId, kind }: Push, host: string | undefined): string {
  const sender = organizationId ?? providerId ?? (kind === 'submission' ? payerId : undefined);
  return sender ? `from ${identifierValue(sender)}` : host ? `from ${host}` : '';
}

/** One push: what it belongs to, what it carried, what the rules say, and how it was answered. */
export function PushDetail({ push }: { push: Push }) {
  const { exchangeId, trackingId, title, kind } = push;
  const tasks = useTable('task');
  const exchange = useRecord('exchange', exchangeId);
  const chain = useMemo(
    () => chainOf(push, recordsOf({ ...useRecords.getState(), task: tasks }, 'task')),
    [push, tasks],
  );
  const copied = trackingId ? identifierValue(trackingId) : undefined;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'push.wire',
        title: 'Wire record of this push',
        group: 'Go',
        keys: 'w',
        run: () => goTo('exchanges', exchangeId),
      },
      {
        id: 'push.copy',
        title: 'Copy the tracking id',
        group: 'Run',
        keys: 'c',
        when: () => copied !== undefined,
        run: () => void copyText(copied ?? ''),
      },
    ],
    [exchangeId, copied],
  );
  useActions(actions);
  return (
    <>
      <PaneHead level={2} title={title}>
        <Badge approach="push" />
        <span className={style.said}>{fromWords(push, exchange?.partner)}</span>
        <Spring />
        {copied && <CopyButton text={copied} label="Copy tracking id" keys="c" />}
        <Button icon="exchanges" keys="w" onPress={() => goTo('exchanges', exchangeId)}>
          Wire record
        </Button>
      </PaneHead>
      {kind === 'submission' && <ChainFigure chain={chain} />}
      <div className={style.body}>
        <div className={style.docs}>
          <Attachments push={push} />
        </div>
        <div
          {...{ role: 'group', 'aria-label': 'Findings and answer', tabIndex: 0 }}
          className={`${style.side} scroll`}
        >
          <PushFindings push={push} />
          <Answered push={push} />
        </div>
      </div>
    </>
  );
}
