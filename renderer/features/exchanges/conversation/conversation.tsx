import { useCallback, useMemo, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Conversation as Held, ConversationMessage } from '../../../../shared/domain/conversation.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { SavedPicture } from '../../../parts/sequence-diagram/picture.tsx';
import { addressOfConversation, type ConversationPlace } from '../../../parts/sequence-diagram/place.ts';
import { placeOfSubmission } from '../../../parts/push-view/places.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useRecord } from '../../../stores/records.ts';
import { goTo, select } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Pane } from '../../../ui/pane.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { ExchangeDetailView } from '../exchange-detail.tsx';
import style from './conversation.module.css';
import { ConversationHead } from './conversation-head.tsx';
import { SequenceView } from './sequence-view.tsx';
import { useConversation } from './use-conversation.ts';

const nouns = { task: 'Task', push: 'push', submission: 'submission' };

/** What was said around a Task, a push or a submission, drawn from the recorded exchanges; each leads to its record. */
export function Conversation({ place }: { place: ConversationPlace }) {
  const { kind, id, exchangeId } = place;
  const task = useRecord('task', kind === 'task' ? id : undefined);
  const push = useRecord('push', kind === 'push' ? id : undefined);
  const submission = useRecord('submission', kind === 'submission' ? id : undefined);
  const { conversation, failure } = useConversation({ [`${kind}Id`]: id }, task ?? push ?? submission);
  const [saving, setSaving] = useState<{ conversation: Held; redacted: boolean }>();
  const [saveFailure, setSaveFailure] = useState<Failure>();

  const choose = useCallback(
    (exchange: string | undefined) =>
      select('exchanges', addressOfConversation({ kind, id, ...(exchange ? { exchangeId: exchange } : {}) })),
    [kind, id],
  );
  const goBack = useCallback(() => {
    if (kind === 'task') goTo('tasks', id);
    else goTo('push-inbox', kind === 'push' ? id : placeOfSubmission(id));
  }, [kind, id]);
  const save = useCallback(
    async (raw: boolean) => {
      setSaveFailure(undefined);
      const reply = await call('exchanges.exportConversation', { [`${kind}Id`]: id, raw });
      if (reply.ok) setSaving({ conversation: reply.value, redacted: !raw });
      else setSaveFailure(reply.error);
    },
    [kind, id],
  );
  const saved = useCallback(() => setSaving(undefined), []);
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'conversation.save',
        title: 'Save a picture of this conversation, redacted',
        group: 'Run',
        keys: 's',
        words: 'svg export sequence',
        run: () => void save(false),
      },
      { id: 'conversation.back', title: `Back to the ${nouns[kind]}`, group: 'Go', keys: 'Escape', run: goBack },
    ],
    [save, goBack, kind],
  );
  useActions(actions);
  const shown = exchangeId ?? lastOf(conversation);

  return (
    <SplitPane name="conversation" label="sequence" start={780} min={640} minRest={380}>
      <Pane label="Conversation">
        <ConversationHead
          conversation={conversation}
          status={task?.status}
          backTo={nouns[kind]}
          onBack={goBack}
          onSave={(raw) => void save(raw)}
        />
        {failure && <FailureNote failure={failure} />}
        {saveFailure && <FailureNote failure={saveFailure} />}
        {conversation ? (
          <SequenceView conversation={conversation} selected={shown} onSelect={choose} />
        ) : (
          !failure && <p className={style.wait}>Reading what was exchanged</p>
        )}
        {saving && <SavedPicture {...saving} onSaved={saved} />}
      </Pane>
      <Pane label="Exchange">
        {shown ? (
          <ExchangeDetailView id={shown} onGone={() => choose(undefined)} />
        ) : (
          <Empty
            icon="exchanges"
            title="No exchange chosen"
            actions={<Button onPress={goBack}>{`Back to the ${nouns[kind]}`}</Button>}
          >
            Choose an arrow to see its times, headers and bodies as they were on the wire.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}

/** The exchange that went wrong last, else the last one: what one comes to look at. */
function lastOf(conversation: Held | undefined): string | undefined {
  const messages = (conversation?.entries ?? []).filter((one): one is ConversationMessage => one.kind === 'message');
  return (messages.findLast(({ outcome }) => outcome !== 'ok') ?? messages.at(-1))?.exchangeId;
}
