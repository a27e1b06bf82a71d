import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { sniff } from '../../../shared/fhir/sniff.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import { TextField } from '../../ui/text-field.tsx';
import { fileNameOf } from '../document-viewer/forms.ts';
import { readDocument } from '../document-viewer/load-document.ts';
import { FailureNote } from '../failure-note.tsx';
import { saveFile } from '../save-file.ts';
import { fetchOutputs } from './fetched.ts';
import type { ContentPlace, OutputNode } from './output-tree.ts';
import style from './task-outputs.module.css';

interface Held {
  name: string;
  place: ContentPlace;
}

/** Everything in a tree that was fetched, outputs first. */
const heldIn = (tree: readonly OutputNode[]): Held[] => [
  ...tree.flatMap(({ reference, place }) => (place ? [{ name: reference, place }] : [])),
  ...tree.flatMap(({ documents }) => heldIn(documents)),
];

/** Hands one content to the browser as a file, named by what its bytes are. */
async function download({ name, place }: Held): Promise<Failure | undefined> {
  const opened = await call('documents.open', { ...place, side: 'response' });
  if (!opened.ok) return opened.error;
  const read = await readDocument(
    opened.value,
    () => {},
    () => false,
  );
  if (!read) return undefined;
  if (!read.ok) return read.error;
  const { form, contentType } = sniff(read.value.bytes);
  const file = { bytes: read.value.bytes, type: contentType, name: fileNameOf(name, form) };
  return saveFile({ ...file, exchangeId: place.exchangeId });
}

interface Props {
  task: TaskRecord;
  tree: readonly OutputNode[];
  onClose: () => void;
}

/** Saves what a Task brought: into a folder with a list of hashes where the host may write files, else as downloads of the browser. */
export function SaveOutputs({ task, tree, onClose }: Props) {
  const [mayWrite, setMayWrite] = useState(false);
  const [folder, setFolder] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const [written, setWritten] = useState<string>();
  const held = heldIn(tree);
  useEffect(() => {
    void call('host.info', {}).then((reply) => {
      if (reply.ok) setMayWrite(reply.value.capabilities.includes('write-files'));
    });
  }, []);

  const writeAll = async () => {
    if (folder.trim() === '') return;
    setBusy(true);
    setFailure(undefined);
    const { outputs, failure: failed } = await fetchOutputs(task.id, folder.trim());
    setBusy(false);
    if (failed) return setFailure(failed);
    setWritten(outputs?.manifest ?? folder.trim());
  };
  const downloadAll = async () => {
    setBusy(true);
    setFailure(undefined);
    let failed: Failure | undefined;
    for (const one of held) failed ??= await download(one);
    setBusy(false);
    if (failed) setFailure(failed);
    else onClose();
  };

  return (
    <Dialog
      title="Save the outputs"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{written ? 'Done' : 'Cancel'}</Button>
          <Button icon="download" isDisabled={isBusy} onPress={() => void downloadAll()}>
            Download {formatNumberOf(held.length, 'file')}
          </Button>
          {mayWrite && (
            <Button kind="main" isDisabled={isBusy || folder.trim() === ''} onPress={() => void writeAll()}>
              {isBusy ? 'Writing' : 'Write to the folder'}
            </Button>
          )}
        </>
      }
    >
      <div className={style.save}>
        {mayWrite ? (
          <TextField
            label="Folder"
            value={folder}
            onChange={setFolder}
            mono
            autoFocus
            placeholder="/home/pat/outputs"
            hint="The outputs are fetched again and written there, each with its SHA-256 in a list beside."
            onSubmit={() => void writeAll()}
          />
        ) : (
          <p>
            This host writes no files of its own; the browser takes them as downloads. Their hashes stand under each.
          </p>
        )}
        {written && (
          <p role="status">
            Written. The list is <code>{written}</code>
          </p>
        )}
        {failure && <FailureNote failure={failure} />}
      </div>
    </Dialog>
  );
}
