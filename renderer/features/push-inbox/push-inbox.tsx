import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { useCallback, useMemo, useRef, useEffect, useState } from 'react';
import { FailureNote } from '../../parts/failure-note.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { readPushPlace, receiverPlace, sentPlace } from '../../parts/push-view/places.ts';
import { select, useSelected } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { PushDetail } from './detail/push-detail.tsx';
import { usePush } from './detail/use-push.ts';
import { PushList } from './list/push-list.tsx';
import { Receiver } from './receiver/receiver.tsx';
import { Sent } from './sent/sent.tsx';

/** The third road: what partners sent to our receiver, what we sent, and the receiver itself. */
export function PushInbox() {
  const place = readPushPlace(useSelected('push-inbox'));
  useActions(places);
  if (place.at === 'sent') return <Sent selected={place.id} />;
  if (place.at === 'receiver') return <Receiver part={place.part} />;
  return <Inbox selected={place.id} />;
}

const go = (id: string | undefined) => () => select('push-inbox', id);

const places: readonly Action[] = [
  { id: 'push.inbox', title: 'Go to what was pushed to us', group: 'Go', words: 'inbox received', run: go(undefined) },
  {
    id: 'push.sent',
    title: 'Go to what we pushed',
    group: 'Go',
    words: 'sent submissions attachments',
    run: go(sentPlace),
  },
  {
    id: 'push.receiver',
    title: 'Go to the receiver',
    group: 'Go',
    words: 'listen answer rules port proof',
    run: go(receiverPlace),
  },
];

/** What partners sent to our receiver, stored before it was answered. */
function Inbox({ selected }: { selected: string | undefined }) {
  const { push, failure: unread } = usePush(selected);
  const sandbox = useRecord('role', 'sandbox');
  const { busy, failure, run } = useCommands();
  const expect = useExpected();

  const sample = useCallback(async () => {
    if (!sandbox?.running) {
      const started = await run('sandbox.start', {});
      if (!started.ok) return;
    }
    const reply = await run('sandbox.submit', {});
    if (reply.ok) expect(reply.value.trackingId);
  }, [sandbox?.running, run, expect]);

  const actions = useMemo(
    (): Action[] => [
      {
        id: 'push.sample',
        title: 'Push a sample from the sandbox',
        group: 'Run',
        keys: 'n',
        words: 'submit attachment test',
        run: () => void sample(),
      },
    ],
    [sample],
  );
  useActions(actions);
  const isBusy = busy === 'sandbox.submit' || busy === 'sandbox.start';
  const button = (
    <Button icon="send" keys="n" isDisabled={isBusy} onPress={() => void sample()}>
      {isBusy ? 'Pushing' : 'Push a sample from the sandbox'}
    </Button>
  );
  return (
    <SplitPane name="push-inbox" label="list" start={344} min={260} minRest={560}>
      <PushList
        selected={selected}
        onSelect={(id) => select('push-inbox', id)}
        onSample={() => void sample()}
        onStart={() => void run('receiver.start', {})}
        isBusy={busy !== undefined}
        note={failure && <FailureNote failure={failure} />}
      />
      <Pane label="Push">
        {push ? (
          <PushDetail key={push.id} push={push} />
        ) : unread ? (
          <FailureNote failure={unread} />
        ) : (
          <Empty icon="push" title="Nothing chosen" actions={button}>
            Choose a push to see what arrived, what it belongs to, and how it was answered.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}

/** Selects a push by its tracking id as soon as its record is here: the answer to a command may come before the change does. */
function useExpected(): (trackingId: string) => void {
  const [expected, setExpected] = useState<string>();
  const table = useTable('push');
  const done = useRef<string>(undefined);
  useEffect(() => {
    if (expected === undefined || done.current === expected) return;
    const pushes = recordsOf({ ...useRecords.getState(), push: table }, 'push');
    const arrived = pushes.find(
      ({ trackingId }) => trackingId !== undefined && identifierValue(trackingId) === expected,
    );
    if (!arrived) return;
    done.current = expected;
    select('push-inbox', arrived.id);
  }, [expected, table]);
  return setExpected;
}
