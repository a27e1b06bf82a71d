import type { PayloadContent } from '../../../../shared/domain/subscription.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { SubscribeDraft, SubscribeProblems } from './subscribe-draft.ts';
import style from './subscribe-form.module.css';

const says: Record<PayloadContent, string> = {
  'id-only': 'It names the Task, which is then read with our own right to it. Every server must offer this.',
  'full-resource': 'It carries the Task itself. It is read all the same: a message proves nothing.',
  empty: 'It says only that something changed; Tasks are searched for.',
};

interface Props {
  draft: SubscribeDraft;
  problems: SubscribeProblems;
  onChange: (patch: Partial<SubscribeDraft>) => void;
}

/** What a notification carries, how long silence may last, when it ends. */
export function ChannelFields({ draft, problems, onChange }: Props) {
  const { payload, heartbeat, ends, timeout, maxCount } = draft;
  return (
    <>
      <div className={style.group}>
        <p className={style.label}>A notification carries</p>
        <Segmented
          label="What a notification carries"
          value={payload}
          onChange={(next) => onChange({ payload: next })}
          options={[
            { value: 'id-only', label: 'id-only' },
            { value: 'full-resource', label: 'full-resource' },
            { value: 'empty', label: 'empty' },
          ]}
        />
        <p className={style.hint}>{says[payload]}</p>
      </div>
      <div className={style.two}>
        <TextField
          label="Heartbeat, seconds"
          value={heartbeat}
          hint="Silence longer than this is noticed; empty asks for none."
          error={problems.heartbeat}
          onChange={(next) => onChange({ heartbeat: next })}
        />
        <TextField
          label="Ends after, minutes"
          value={ends}
          hint="Renewed before; empty never ends by itself."
          error={problems.ends}
          onChange={(next) => onChange({ ends: next })}
        />
        <TextField
          label="Timeout, seconds"
          value={timeout}
          hint="How long the partner waits for our answer."
          error={problems.timeout}
          onChange={(next) => onChange({ timeout: next })}
        />
        <TextField
          label="Events in a message at most"
          value={maxCount}
          error={problems.maxCount}
          onChange={(next) => onChange({ maxCount: next })}
        />
      </div>
    </>
  );
}
