import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { PollingProfile, TaskRecord } from '../../../shared/domain/task.ts';
import { codesOf, codingsOf } from '../../../shared/fhir/datatype.ts';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import { inputsOf, withCode } from '../../../shared/cdex/task-slots.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatDay } from '../../ui/format.ts';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import { debugWords, paces } from './pace.ts';
import style from './task-facts.module.css';
import { TaskWake } from './task-wake.tsx';

/** Why the Task was made, in its own words: reasonCode.text, else the words of its codings. */
export const reasonWords = (resource: unknown): string =>
  textOf(dig(resource, 'reasonCode', 'text')) ??
  codingsOf(dig(resource, 'reasonCode'))
    .map(({ display, code }) => textOf(display) ?? textOf(code) ?? '')
    .filter(Boolean)
    .join(', ');

/** Purposes of use as the Task states them. */
const purposesIn = (resource: unknown): string[] =>
  withCode(inputsOf(resource), 'purpose-of-use').flatMap(({ slot }) => codesOf(slot.valueCodeableConcept));

const id = (identifier: string) => (
  <span className="mono" title={identifier}>
    {identifierValue(identifier)}
  </span>
);

const codes = (list: readonly string[] | undefined) =>
  list && list.length > 0 ? <code title={list.join(', ')}>{list.map(identifierValue).join(', ')}</code> : undefined;

interface Props {
  task: TaskRecord;
  resource: unknown;
  /** Changes the pace of our polls; left out where we do not poll. */
  onPace?: (profile: PollingProfile) => void;
}

/** What a Task asks for, of whom, for whom and why; how it stands in its partner's words; and what wakes it. */
export function TaskFacts({ task, resource, onPace }: Props) {
  const { side, member, claim, owner, requester, code, asked, due, businessStatus, statusReason } = task;
  const debugging = debugWords(task);
  const purposes = task.purposes ?? purposesIn(resource);
  return (
    <Part>
      <Facts
        facts={[
          ['For', member ? id(member) : 'nobody named'],
          ['Code', <code key="code">{code || 'none'}</code>],
          [
            'Asked for',
            <span key="asked" className={style.asked} title={asked}>
              <code>{asked || 'nothing said'}</code>
              {task.signature && ' and a signature'}
            </span>,
          ],
          ['Purpose', codes(purposes) ?? 'not stated'],
          ['Reason', claim ? id(claim) : 'no claim'],
          ['Why', reasonWords(resource) || undefined],
          ['Due', due ? formatDay(due) : 'none'],
          side === 'received'
            ? ['From', requester ? id(requester) : 'nobody named']
            : ['Owner', owner ? id(owner) : undefined],
          ['Tracking', task.trackingId && id(task.trackingId)],
          ['Queue', codes(task.workQueues)],
          ['Business status', businessStatus && <q key="business">{businessStatus}</q>],
          ['Status reason', statusReason && <q key="reason">{statusReason}</q>],
          ['Woken by', side === 'sent' && <TaskWake key="wake" task={task} />],
          [
            'Pace',
            onPace && (
              <span key="pace" className={style.pace}>
                <Select
                  quiet
                  size="small"
                  label="Polling pace"
                  value={task.profile}
                  choices={[...paces]}
                  onChange={onPace}
                />
                {debugging && <em>{debugging}</em>}
              </span>
            ),
          ],
        ]}
      />
    </Part>
  );
}
