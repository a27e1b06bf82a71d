import { useEffect, useState } from 'react';
import type { Failure } from '../../../../../shared/contract/errors.ts';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { saveText } from '../../../../parts/save-text.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { Button } from '../../../../ui/button.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { TextArea } from '../../../../ui/text-area.tsx';

/** The rules as the policy file the command line takes: to read, to change, to take away. */
export function PolicyDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState<string>();
  const [unsaved, setUnsaved] = useState<Failure>();
  const { busy, failure, run } = useCommands();
  useEffect(() => {
    void run('answers.write', {}).then((reply) => setText(reply.ok ? reply.value.yaml : ''));
  }, [run]);
  const take = async () => {
    const reply = await run('answers.read', { policy: { value: text ?? '' } });
    if (reply.ok) onClose();
  };
  const save = async () => setUnsaved(await saveText(text ?? '', 'application/yaml', 'switchboard-policy.yaml'));
  return (
    <Dialog
      title="Policy file"
      size="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button icon="download" isDisabled={!text} onPress={() => void save()}>
            Save as a file
          </Button>
          <Button kind="main" isDisabled={busy !== undefined || !text?.trim()} onPress={() => void take()}>
            Take these rules
          </Button>
        </>
      }
    >
      {failure && <FailureNote failure={failure} />}
      {unsaved && <FailureNote failure={unsaved} />}
      <TextArea
        label="Rules, the first that fits wins"
        lines={16}
        value={text ?? ''}
        onChange={setText}
        hint="Taking them puts them in place of all the rules there are. listen --policy reads the same form."
        placeholder={
          '- when: { kind: submission, signed: false }\n  answer: reject\n  text: Sign it and send it again.'
        }
      />
    </Dialog>
  );
}
