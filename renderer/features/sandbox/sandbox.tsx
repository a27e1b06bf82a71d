import { useEffect, useMemo, useState } from 'react';
import type { SandboxMemberInfo, SandboxPush } from '../../../shared/contract/sandbox.ts';
import type { SampleName } from '../../../shared/domain/sandbox-samples.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { useRecord } from '../../stores/records.ts';
import { useDraft } from '../../stores/drafts.ts';
import { showPractice } from '../../stores/practice.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Light } from '../../ui/figures.tsx';
import { formatTime } from '../../ui/format.ts';
import { Pane, PaneHead, Spring } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { MemberList } from './member-list.tsx';
import { PushResult } from './push-result.tsx';
import { SandboxTabs } from './sandbox-tabs.tsx';
import style from './sandbox.module.css';

/** The embedded provider and payer: where they are, who lives in them, and what can go wrong on purpose. */
export function Sandbox() {
  const role = useRecord('role', 'sandbox');
  const running = role?.running ?? false;
  const { busy, failure, run } = useCommands();
  const [members, setMembers] = useState<SandboxMemberInfo[]>([]);
  const [pushed, setPushed] = useState<SandboxPush>();
  const [asking, setAsking] = useState(false);
  const [sample, setSample] = useDraft<SampleName>('sandbox.sample', 'usual');

  useEffect(() => {
    if (!running) return setMembers([]);
    void run('sandbox.members', {}).then((reply) => setMembers(reply.ok ? reply.value : []));
  }, [running, run]);

  const push = async (patientId?: string) => {
    setPushed(undefined);
    const reply = await run('sandbox.submit', { patientId, sample });
    if (reply.ok) setPushed(reply.value);
  };
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'sandbox.start',
        title: 'Start the sandbox',
        group: 'Run',
        when: () => !running,
        run: () => void run('sandbox.start', {}),
      },
      {
        id: 'sandbox.stop',
        title: 'Stop the sandbox',
        group: 'Run',
        when: () => running,
        run: () => void run('sandbox.stop', {}),
      },
      {
        id: 'practise',
        title: 'Practise authorization',
        group: 'Run',
        keys: 'a',
        words: 'smart backend services token sandbox',
        run: showPractice,
      },
      { id: 'sandbox.reset', title: 'Reset the sandbox', group: 'Run', run: () => setAsking(true) },
    ],
    [running, run],
  );
  useActions(actions);

  return (
    <>
      <SplitPane name="sandbox" label="list of members" start={700} minRest={400}>
        <Pane label="Sandbox">
          <PaneHead title="Sandbox">
            <Light on={running} />
            <span className={style.state}>
              {running ? `running${role?.since ? ` since ${formatTime(role.since)}` : ''}` : 'off'}
            </span>
            <Spring />
            <Button icon="reset" isDisabled={busy !== undefined} onPress={() => setAsking(true)}>
              Reset
            </Button>
            {running ? (
              <Button icon="stop" isDisabled={busy !== undefined} onPress={() => void run('sandbox.stop', {})}>
                Stop
              </Button>
            ) : (
              <Button
                kind="main"
                icon="play"
                isDisabled={busy !== undefined}
                onPress={() => void run('sandbox.start', {})}
              >
                {busy === 'sandbox.start' ? 'Starting' : 'Start'}
              </Button>
            )}
          </PaneHead>
          {failure && <FailureNote failure={failure} />}
          {pushed && <PushResult pushed={pushed} />}
          {running ? (
            <MemberList members={members} isBusy={busy === 'sandbox.submit'} onPush={(id) => void push(id)} />
          ) : (
            <Empty
              icon="sandbox"
              title="The sandbox is off"
              actions={
                <Button
                  kind="main"
                  icon="play"
                  isDisabled={busy !== undefined}
                  onPress={() => void run('sandbox.start', {})}
                >
                  Start the sandbox
                </Button>
              }
            >
              Started, it is a provider and a payer on this machine, with members of their own.
            </Empty>
          )}
        </Pane>
        <SandboxTabs
          isBusy={busy !== undefined}
          sample={sample}
          onSample={setSample}
          onPush={() => void push()}
          onFaults={(faults) => run(running ? 'sandbox.faults' : 'sandbox.start', { faults })}
        />
      </SplitPane>
      <Confirm
        title="Reset the sandbox?"
        isOpen={asking}
        onClose={() => setAsking(false)}
        verb="Reset"
        onConfirm={() => void run('sandbox.reset', {})}
      >
        <p>
          Its servers go back to the records of their seed; Tasks sent to them are gone there. Your own records are
          kept.
        </p>
      </Confirm>
    </>
  );
}
