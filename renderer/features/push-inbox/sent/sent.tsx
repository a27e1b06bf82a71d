import { useMemo } from 'react';
import { placeOfSubmission, sentPlace } from '../../../parts/push-view/places.ts';
import { composeSubmission, composing } from '../../../parts/submission-composer/compose.ts';
import { SubmissionComposer } from '../../../parts/submission-composer/submission-composer.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useRecord } from '../../../stores/records.ts';
import { select } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Pane } from '../../../ui/pane.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { SentDetail } from './sent-detail.tsx';
import { SentList } from './sent-list.tsx';

const back = () => select('push-inbox', sentPlace);
const choose = (id: string) => select('push-inbox', placeOfSubmission(id));
const compose = () => composeSubmission();

/** What we sent to payers. `selected` is our id of a submission, or `new` for one being written. */
export function Sent({ selected }: { selected?: string | undefined }) {
  return selected === composing ? (
    <SubmissionComposer onDone={choose} onClose={back} />
  ) : (
    <ListAndOne selected={selected} />
  );
}

function ListAndOne({ selected }: { selected: string | undefined }) {
  const record = useRecord('submission', selected);
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'push.submit',
        title: 'New submission',
        group: 'Run',
        keys: 'n',
        words: 'compose submit attachment unsolicited send',
        run: compose,
      },
    ],
    [],
  );
  useActions(actions);
  return (
    <SplitPane name="push-sent" label="list" start={480} min={340} minRest={480}>
      <SentList selected={record?.id} />
      <Pane label="Submission">
        {record ? (
          <SentDetail key={record.id} record={record} />
        ) : (
          <Empty
            icon="send"
            title={selected ? 'There is no such submission' : 'Nothing chosen'}
            actions={
              <Button icon="plus" keys="n" onPress={compose}>
                New submission
              </Button>
            }
          >
            Choose one to see what was sent, to whom, and what was answered each time.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}
