import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReceiverSetup } from '../../../../../shared/domain/receiver.ts';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { type Action, useActions } from '../../../../stores/actions.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { throughVault } from '../../../../stores/vault-gate.ts';
import { Button } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { Confirm } from '../../../../ui/dialog.tsx';
import { PaneBody, PaneHead, Spring } from '../../../../ui/pane.tsx';
import { typedSecrets, wipeSecrets } from '../../../../ui/secrets.ts';
import { Segmented } from '../../../../ui/segmented.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from '../receiver.module.css';
import { ListenFields } from './listen-fields.tsx';
import { ProofFields } from './proof-fields.tsx';
import { draftOfSetup, type SetupDraft, setupInput, setupProblems, widerWarnings } from './setup-draft.ts';
import { TlsFields } from './tls-fields.tsx';

interface Props {
  setup: ReceiverSetup;
  isRunning: boolean;
  onDone: () => void;
}

const matchings = [
  { value: 'value', label: 'By value' },
  { value: 'strict', label: 'By system and value' },
] as const;

/** How the receiver listens, who is let in, and what it takes. */
export function SetupForm({ setup, isRunning, onDone }: Props) {
  const [draft, setDraft] = useState<SetupDraft>(() => draftOfSetup(setup));
  const [isAsking, setAsking] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { busy, failure, run } = useCommands();
  const patch = (change: Partial<SetupDraft>) => setDraft((before) => ({ ...before, ...change }));
  const problems = setupProblems(draft);
  const warnings = widerWarnings(draft);

  const save = async () => {
    const fields = box.current;
    if (!fields) return;
    const saved = await throughVault(async () => run('receiver.change', setupInput(draft, await typedSecrets(fields))));
    if (!saved.ok) return;
    wipeSecrets(fields);
    if (isRunning) {
      const stopped = await run('receiver.stop', {});
      const started = stopped.ok ? await throughVault(() => run('receiver.start', {})) : stopped;
      if (!started.ok) return;
    }
    onDone();
  };
  const ask = () => {
    if (Object.keys(problems).length > 0) return;
    if (warnings.length > 0) setAsking(true);
    else void save();
  };
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useActions(
    useMemo(
      (): Action[] => [
        { id: 'setup.save', title: 'Save the setup', group: 'Run', keys: 'Mod+Enter', run: () => latest.current() },
        { id: 'setup.close', title: 'Back to the receiver', group: 'Go', keys: 'Escape', run: onDone },
      ],
      [onDone],
    ),
  );

  return (
    <>
      <PaneHead title="Setup">
        <Spring />
        <Button keys="Escape" onPress={onDone}>
          Back
        </Button>
        <Button kind="main" keys="Mod+Enter" isDisabled={busy !== undefined} onPress={ask}>
          {isRunning ? 'Save and restart' : 'Save'}
        </Button>
      </PaneHead>
      <PaneBody label="Setup of the receiver">
        {failure && <FailureNote failure={failure} />}
        <div className={style.form} ref={box}>
          <ListenFields draft={draft} problems={problems} warnings={warnings} onPatch={patch} />
          <TlsFields draft={draft} setup={setup} onPatch={patch} />
          <ProofFields draft={draft} setup={setup} problem={problems.headerName} onPatch={patch} />
          <fieldset className={style.group}>
            <legend>What it takes</legend>
            <TextField
              label="Limit of one body, in MB after decoding"
              mono
              value={draft.limit}
              error={problems.limit}
              onChange={(limit) => patch({ limit })}
            />
            <div className={style.row}>
              <span>Tracking ids are matched</span>
              <Segmented
                label="Matching of tracking ids"
                value={draft.matching}
                options={matchings}
                onChange={(matching) => patch({ matching })}
              />
            </div>
            <Checkbox isSelected={draft.requireSignature} onChange={(requireSignature) => patch({ requireSignature })}>
              Refuse what is not signed
            </Checkbox>
          </fieldset>
        </div>
      </PaneBody>
      <Confirm
        title="Listen wider than this machine"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        verb="Listen"
        onConfirm={() => void save()}
      >
        {warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </Confirm>
    </>
  );
}
