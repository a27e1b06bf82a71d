import { Pane } from '../../../ui/pane.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { Answers } from './answers/answers.tsx';
import { ReceiverPane } from './receiver-pane.tsx';

interface Props {
  /** What of it was asked for: `setup`, `new` for a new rule, or our id of a rule. */
  part?: string | undefined;
}

/** Our end of the third road: the listener, who can reach it, and how it answers. */
export function Receiver({ part }: Props) {
  const rule = part === 'setup' ? undefined : part;
  return (
    <SplitPane name="push-receiver" label="receiver" start={520} min={400} minRest={400}>
      <Pane label="Receiver">
        <ReceiverPane key={part} isSetup={part === 'setup'} />
      </Pane>
      <Pane label="Answers">
        <Answers key={rule} first={rule} />
      </Pane>
    </SplitPane>
  );
}
