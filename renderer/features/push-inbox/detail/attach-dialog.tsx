import { useEffect, useState } from 'react';
import type { MatchCandidate } from '../../../../shared/contract/inbox.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import style from './push-detail.module.css';

interface Props {
  push: Push;
  onClose: () => void;
}

/** A Task in one line: what it asks, for whom, about which claim, and how it stands. */
function labelOf({ task: { taskId, asked, member, claim, status } }: MatchCandidate): string {
  const about = [asked, member && identifierValue(member), claim && identifierValue(claim), status];
  return `Task/${taskId}: ${about.filter(Boolean).join(', ')}`;
}

/** Joins a push to a Task by hand: those it could belong to, the likeliest first, or any other by its id. */
export function AttachDialog({ push: { id, match }, onClose }: Props) {
  const [candidates, setCandidates] = useState<MatchCandidate[]>();
  const [chosen, setChosen] = useState<string>();
  const [other, setOther] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    let left = false;
    void call('inbox.candidates', { id }).then((reply) => {
      if (left) return;
      if (!reply.ok) return setFailure(reply.error);
      const others = reply.value.filter(({ task }) => task.id !== match?.taskId);
      setCandidates(others);
      setChosen(others[0]?.task.id);
    });
    return () => {
      left = true;
    };
  }, [id, match?.taskId]);

  const task = other.trim().replace(/^Task\//, '') || chosen;
  const attach = async () => {
    if (task === undefined) return;
    setBusy(true);
    setFailure(undefined);
    const reply = await call('inbox.match', { id, task });
    setBusy(false);
    if (reply.ok) onClose();
    else setFailure(reply.error);
  };
  return (
    <Dialog
      title="Attach by hand"
      isOpen
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="main" isDisabled={task === undefined || isBusy} onPress={() => void attach()}>
            {isBusy ? 'Attaching' : 'Attach to it'}
          </Button>
        </>
      }
    >
      <div className={style.form}>
        {!candidates && !failure && <p>Looking for requests it could answer</p>}
        {candidates?.length === 0 && <p>No request of ours asks for attachments and is still open.</p>}
        {candidates && candidates.length > 0 && (
          <ChoiceList
            label="Requests it could answer, the likeliest first"
            value={other.trim() === '' ? chosen : undefined}
            choices={candidates.map((one) => ({ value: one.task.id, label: labelOf(one), says: one.says }))}
            onChange={(next) => {
              setChosen(next);
              setOther('');
            }}
          />
        )}
        <TextField
          label="Another Task, by its id"
          value={other}
          onChange={setOther}
          mono
          placeholder="Task/1014"
          onSubmit={() => void attach()}
        />
        {failure && <FailureNote failure={failure} />}
      </div>
    </Dialog>
  );
}
