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

/** Why the Task was made, in its own words: reasonCode.text, else the words of its codings. */
export const reasonWords = (resource: unknown): string =>
  textOf(dig(resource, 'reasonCode', 'text')) ??
  codingsOf(dig(resource, 'reasonCode'))
    .map(({ display, code }) => textOf(display) ?? textOf(code) ?? '')
    .filter(Boolean)
    .join(', ');

/** Purposes of use as the Task states them. */
const purposes = (resource: unknown): string[] =>
  withCode(inputsOf(resource), 'purpose-of-use').flatMap(({ slot }) => codesOf(slot.valueCodeableConcept));

const id = (identifier: string) => (
  <span className="mono" title={identifier}>
    {identifierValue(identifier)}
  </span>
);

interface Props {
  task: TaskRecord;
  resource: unknown;
  onPace: (profile: PollingProfile) => void;
}

/** What a Task asks for, of whom, for whom and why. */
export function TaskFacts({ task, resource, onPace }: Props) {
  const { member, claim, owner, code, asked, due, businessStatus, statusReason } = task;
  const debugging = debugWords(task);
  const reason = reasonWords(resource);
  const purpose = purposes(resource).join(', ');
  return (
    <Part>
      <div className={style.facts}>
        <Facts
          facts={[
            ['For', member ? id(member) : 'nobody named'],
            ['Code', <code key="code">{code || 'none'}</code>],
            ['Reason', claim ? id(claim) : 'no claim'],
            ['Purpose', purpose ? <code key="purpose">{purpose}</code> : 'not stated'],
            ['Due', due ? formatDay(due) : 'none'],
            ['Owner', owner ? id(owner) : undefined],
          ]}
        />
        <Facts
          facts={[
            [
              'Asked for',
              <code key="asked" className={style.asked} title={asked}>
                {asked || 'nothing said'}
              </code>,
            ],
            ['Why', reason !== '' && <span key="why">{reason}</span>],
            ['They say', statusReason ?? businessStatus],
            [
              'Polled',
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
              </span>,
            ],
          ]}
        />
      </div>
    </Part>
  );
}
