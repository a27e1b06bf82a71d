import { isRefused } from '../../../../shared/cdex/push-thread.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { Button } from '../../../ui/button.tsx';
import { elideUuids, formatWhen } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import style from './push-detail.module.css';

interface Props {
  push: Push;
  isBusy: boolean;
  onAttach: () => void;
  onUndo: () => void;
}

/** Why a push belongs where it does, or what it waits for, in a sentence; and how to say otherwise. */
export function MatchLine({ push, isBusy, onAttach, onUndo }: Props) {
  const { match, kind, duplicateOf } = push;
  if (!match || kind === 'notification' || kind === 'unexpected') return null;
  const isMatched = match.state === 'matched';
  const says =
    match.state === 'held' && isRefused(push)
      ? 'No request here is known that it answers. It was refused, and joins its request all the same should one appear.'
      : match.says;
  return (
    <div className={style.match} data-st={isMatched ? 'ok' : 'warn'}>
      <Icon name={isMatched ? 'ok' : match.state === 'held' ? 'on-hold' : 'none'} size={14} />
      <p title={says}>
        {elideUuids(says)}
        {isMatched && match.at && <em> {formatWhen(match.at)}</em>}
      </p>
      {isMatched ? (
        <Button size="small" keys="u" isDisabled={isBusy} onPress={onUndo}>
          Take it off
        </Button>
      ) : (
        <Button size="small" keys="a" isDisabled={isBusy || duplicateOf !== undefined} onPress={onAttach}>
          Attach by hand
        </Button>
      )}
      {isMatched && (
        <Button size="small" kind="bare" keys="a" isDisabled={isBusy} onPress={onAttach}>
          To another
        </Button>
      )}
    </div>
  );
}
