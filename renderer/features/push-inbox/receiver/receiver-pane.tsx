import { useCallback, useMemo, useState } from 'react';
import { defaultReceiverSetup } from '../../../../shared/domain/receiver.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { receiverPlace } from '../../../parts/push-view/places.ts';
import { useRecord } from '../../../stores/records.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { select } from '../../../stores/view.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Light } from '../../../ui/figures.tsx';
import { PaneBody, PaneHead, Spring } from '../../../ui/pane.tsx';
import { PlaceSwitch } from '../place-switch.tsx';
import { ReachPart } from './reach-part.tsx';
import style from './receiver.module.css';
import { hasSecret } from './setup/setup-draft.ts';
import { SetupForm } from './setup/setup-form.tsx';
import { proofWords, tlsWords } from './setup/setup-words.ts';

/** Writes the secret into a file for the partner: no window ever sees it. */
const tellCommand = 'switchboard receiver tell --out FILE';

/** The receiver as it stands: running or not, who can reach it, how it is set up. */
export function ReceiverPane({ isSetup }: { isSetup: boolean }) {
  const role = useRecord('role', 'receiver');
  const setup = useRecord('receiver', 'receiver') ?? defaultReceiverSetup;
  const isRunning = role?.running ?? false;
  const [isEditing, setEditing] = useState(isSetup);
  const { busy, failure, run } = useCommands();
  const toggle = useCallback(
    () => void (isRunning ? run('receiver.stop', {}) : throughVault(() => run('receiver.start', {}))),
    [run, isRunning],
  );
  const close = useCallback(() => {
    setEditing(false);
    if (isSetup) select('push-inbox', receiverPlace);
  }, [isSetup]);
  useActions(
    useMemo(
      (): Action[] => [
        { id: 'receiver.edit', title: 'Set up the receiver', group: 'Run', keys: 'e', run: () => setEditing(true) },
        {
          id: 'receiver.toggle',
          title: isRunning ? 'Stop the receiver' : 'Start the receiver',
          group: 'Run',
          keys: 's',
          run: toggle,
        },
      ],
      [isRunning, toggle],
    ),
  );
  if (isEditing) return <SetupForm setup={setup} isRunning={isRunning} onDone={close} />;
  const isBusy = busy !== undefined;
  return (
    <>
      <PaneHead title="Receiver">
        <PlaceSwitch place="receiver" />
        <Spring />
        <Button icon="edit" keys="e" onPress={() => setEditing(true)}>
          Set up
        </Button>
        <Button
          icon={isRunning ? 'stop' : 'play'}
          kind={isRunning ? 'plain' : 'main'}
          isDisabled={isBusy}
          onPress={toggle}
        >
          {isRunning ? 'Stop' : 'Start'}
        </Button>
      </PaneHead>
      <PaneBody label="The receiver">
        {failure && <FailureNote failure={failure} />}
        <section className={style.part} aria-label="Setup">
          <Facts
            shape="list"
            facts={[
              [
                'Now',
                <span key="now" className={style.state}>
                  <Light on={isRunning} />
                  {isRunning ? 'listening' : 'off'}
                </span>,
              ],
              ['Address', <code key="host">{setup.host}</code>],
              ['Told to partners', setup.publicUrl && <code key="public">{setup.publicUrl}</code>],
              ['Line', tlsWords[setup.tls.mode]],
              ['Let in', proofWords[setup.proof]],
              [
                'Telling it',
                hasSecret(setup, setup.proof) && (
                  <span key="tell" className={style.state}>
                    <code>{tellCommand}</code>
                    <CopyButton text={tellCommand} label="Copy the command" size="small" />
                  </span>
                ),
              ],
              ['Limit', `${Number((setup.maxBytes / 1_000_000).toFixed(2))} MB`],
              ['Tracking ids', setup.matching === 'strict' ? 'by system and value' : 'by value'],
              ['Signatures', setup.requireSignature ? 'demanded' : 'not demanded'],
            ]}
          />
        </section>
        <ReachPart key={role?.since ?? 'off'} />
      </PaneBody>
    </>
  );
}
