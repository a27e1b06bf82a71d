import { useRef, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { saveBytes } from '../../../parts/document-viewer/forms.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatCount } from '../../../ui/format.ts';
import style from './audit.module.css';
import { downloadTrail } from './download.ts';
import { exportName } from './words.ts';

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

/** Saves the trail as a file: what was requested is left out unless somebody wants it. */
export function ExportDialog({ isOpen, onClose }: Props) {
  const [raw, setRaw] = useState(false);
  const [done, setDone] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const stopped = useRef(false);
  const close = () => {
    stopped.current = true;
    setDone(undefined);
    setFailure(undefined);
    onClose();
  };
  const save = async () => {
    stopped.current = false;
    setFailure(undefined);
    setDone('0');
    const reply = await downloadTrail({
      raw,
      onProgress: (entries, all) => setDone(`${formatCount(entries)} of ${formatCount(all)}`),
      isStopped: () => stopped.current,
    });
    setDone(undefined);
    if (!reply.ok) return void (reply.error.code === 'cancelled' || setFailure(reply.error));
    // Reading the trail for an export is told in it already.
    saveBytes(new TextEncoder().encode(reply.value), 'application/x-ndjson', exportName(new Date()));
    onClose();
  };
  return (
    <Dialog
      title="Export the audit trail"
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{done === undefined ? 'Cancel' : 'Stop'}</Button>
          <Button kind="main" icon="download" autoFocus isDisabled={done !== undefined} onPress={() => void save()}>
            {done === undefined ? 'Save the file' : `Reading ${done}`}
          </Button>
        </>
      }
    >
      <div className={style.export}>
        <p>
          One entry a line (NDJSON), oldest first: when, who, with whom, how it ended, and the chain of hashes. It can
          be verified here or with switchboard audit verify, and shows later whether this trail was made anew.
        </p>
        <Checkbox isSelected={raw} onChange={setRaw} isDisabled={done !== undefined}>
          With requests
        </Checkbox>
        <p className={style.hint}>
          {raw
            ? 'Addresses and searches can name patients and members. Hand the file to nobody who may not see those.'
            : 'Addresses and searches are left out; a salted digest stands for each, so the file can be verified all the same.'}
        </p>
        {failure && <FailureNote failure={failure} />}
      </div>
    </Dialog>
  );
}
