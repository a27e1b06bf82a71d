import type { SandboxPush } from '../../../shared/contract/sandbox.ts';
import { recordsOf, useTable, useRecords } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import style from './sandbox.module.css';

/** What the receiver answered to a push, and the way to what it stored. */
export function PushResult({ pushed }: { pushed: SandboxPush }) {
  const table = useTable('push');
  const stored = recordsOf({ ...useRecords.getState(), push: table }, 'push').find(
    ({ trackingId }) => trackingId === pushed.trackingId || trackingId?.endsWith(`|${pushed.trackingId}`),
  );
  const good = pushed.httpStatus < 300;
  return (
    <p className={style.result} role="status">
      <ResultFigure result={good ? 'ok' : 'fail'} />
      <span>
        {good ? 'Stored and answered' : 'Refused by the receiver:'} <code>{pushed.httpStatus}</code>, tracking id{' '}
        <code>{pushed.trackingId}</code>
      </span>
      {stored && (
        <Button size="small" icon="push" onPress={() => goTo('push-inbox', stored.id)}>
          Open in the inbox
        </Button>
      )}
      {stored && (
        <Button size="small" kind="bare" onPress={() => goTo('exchanges', stored.exchangeId)}>
          #{stored.exchangeId}
        </Button>
      )}
    </p>
  );
}
