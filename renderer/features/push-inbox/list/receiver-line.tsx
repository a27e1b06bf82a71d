import { useRecord } from '../../../stores/records.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Elided } from '../../../ui/elided.tsx';
import { Light } from '../../../ui/figures.tsx';
import style from './push-list.module.css';

interface Props {
  /** Starts the receiver. */
  onStart: () => void;
  isBusy: boolean;
}

/** Where partners send to; the address is what one gives them. */
export function ReceiverLine({ onStart, isBusy }: Props) {
  const role = useRecord('role', 'receiver');
  const url = role?.running ? role.receiver?.submitAttachmentUrl : undefined;
  return (
    <div className={style.receiver}>
      <Light on={url !== undefined} />
      {url ? (
        <>
          <code>
            <Elided text={url.replace(/^https?:\/\//, '')} tail={18} />
          </code>
          <CopyButton text={url} label="Copy the receiver’s address" size="small" />
        </>
      ) : (
        <>
          <span>The receiver is off</span>
          <Button size="small" icon="play" isDisabled={isBusy} onPress={onStart}>
            Start it
          </Button>
        </>
      )}
    </div>
  );
}
