import { useEffect, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { InboxExport } from '../../../../shared/contract/inbox.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatNumberOf, formatSize } from '../../../ui/format.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { downloadPush } from './download-push.ts';
import style from './push-detail.module.css';

interface Props {
  pushId: string;
  onClose: () => void;
}

type Written = Pick<InboxExport, 'files' | 'redacted'> & { folder?: string };

/** Saves a push with everything about it: redacted unless somebody wants it whole and was told what that means. */
export function ExportDialog({ pushId, onClose }: Props) {
  const [mayWrite, setMayWrite] = useState<boolean>();
  const [raw, setRaw] = useState(false);
  const [folder, setFolder] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [written, setWritten] = useState<Written>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    void call('host.info', {}).then((reply) => {
      setMayWrite(reply.ok && reply.value.capabilities.includes('write-files'));
    });
  }, []);

  const canSave = !isBusy && mayWrite !== undefined && (!mayWrite || folder.trim() !== '');
  const save = async () => {
    if (!canSave) return;
    setBusy(true);
    setFailure(undefined);
    const reply = mayWrite
      ? await call('inbox.export', { id: pushId, folder: folder.trim(), raw })
      : await downloadPush(pushId, raw);
    setBusy(false);
    if (reply.ok) setWritten(reply.value);
    else setFailure(reply.error);
  };
  return (
    <Dialog
      title={raw ? 'Export, as it arrived' : 'Export, redacted'}
      isOpen
      size="wide"
      onClose={onClose}
      actions={
        written ? (
          <Button kind="main" autoFocus onPress={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>Cancel</Button>
            <Button kind={raw ? 'danger' : 'main'} icon="download" isDisabled={!canSave} onPress={() => void save()}>
              {isBusy ? 'Writing' : raw ? 'Save it as it arrived' : 'Save it redacted'}
            </Button>
          </>
        )
      }
    >
      <div className={style.form}>
        {written ? (
          <Saved written={written} />
        ) : (
          <>
            <p>
              The push as it is known here, its story, findings, both messages and every attachment
              {mayWrite ? ', each in a file of its own.' : ' in one archive the browser saves.'}
            </p>
            {mayWrite && (
              <TextField
                label="Folder"
                value={folder}
                onChange={setFolder}
                mono
                autoFocus
                placeholder="/home/pat/push"
                onSubmit={() => void save()}
              />
            )}
            <Checkbox isSelected={raw} onChange={setRaw} isDisabled={isBusy}>
              As it arrived, with names, identifiers and contents
            </Checkbox>
            <p className={style.warning} data-st={raw ? 'warn' : undefined}>
              {raw
                ? 'This is health data: who the patient is and what was found stands in it in plain text. Hand the files to nobody who may not see that, and remove them when they are no longer needed.'
                : 'Identifiers, names and contents are taken out; sizes, types, hashes, codes and findings stay, so that it can be shown to others.'}
            </p>
          </>
        )}
        {failure && <FailureNote failure={failure} />}
      </div>
    </Dialog>
  );
}

function Saved({ written: { folder, files, redacted } }: { written: Written }) {
  return (
    <div role="status">
      <p>
        {formatNumberOf(files.length, 'file')} {redacted ? 'saved, redacted' : 'saved as they arrived'}
        {folder && (
          <>
            {' '}
            in <code>{folder}</code>
          </>
        )}
        .
      </p>
      <ul className={style.files} aria-label="Files">
        {files.map(({ file, bytes, says }) => (
          <li key={file}>
            <code>{file}</code> <em>{formatSize(bytes)}</em> {says}
          </li>
        ))}
      </ul>
    </div>
  );
}
