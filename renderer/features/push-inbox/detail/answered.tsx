import type { Push } from '../../../../shared/domain/push.ts';
import { useRecord } from '../../../stores/records.ts';
import { Elided } from '../../../ui/elided.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatDuration, formatMoment, formatTime } from '../../../ui/format.ts';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import type { Result } from '../../../ui/figures.tsx';
import { Part } from '../../../ui/pane.tsx';
import { answeredWords } from '../push-words.ts';
import style from './push-detail.module.css';
import { type SentBody, useSentBody } from './use-outcome.ts';

const after = (push: Push, at: string): string => formatDuration(Math.max(0, Date.parse(at) - Date.parse(push.at)));

const howWords = {
  accept: 'accepted',
  hold: 'accepted and held',
  reject: 'rejected',
  status: 'a chosen status',
  ask: 'asked a person',
};

/** Who said so, and what was done to the answer on purpose. */
function decidedBy({ answer }: Push): string | undefined {
  if (!answer) return undefined;
  const { how, rule, byHand, delayMs, dropped } = answer;
  const who = byHand ? 'by hand' : rule ? `by the rule ${rule}` : 'by the rules of the guide';
  const late = delayMs ? `, kept back for ${formatDuration(delayMs)}` : '';
  return `${dropped ? 'connection dropped on purpose' : howWords[how]}, ${who}${late}`;
}

/** What was answered, and why, in a sentence. */
function sentence({ answered, promised, answeredAt, storedAt, kind, final, answer, waitsUntil }: Push): string {
  if (answered === null && promised !== undefined)
    return answer?.delayMs
      ? `${promised} is promised and kept back on purpose; the push is stored already.`
      : `${promised} was promised when the push was stored. That it went out is not noted: the receiver ended in between, and the sender may have had it.`;
  if (answered === null) {
    if (answer?.dropped) return 'The connection was ended without an answer, on purpose; the push is kept.';
    return waitsUntil
      ? 'The sender is kept waiting; the push is stored already.'
      : 'No answer was given; the sender will try again.';
  }
  if (answered >= 400) return 'Refused, and kept all the same, so that it can be looked at.';
  const order = answeredAt !== undefined && answeredAt >= storedAt ? 'Stored before it was answered.' : '';
  if (kind !== 'submission') return order;
  return final === false
    ? `${order} Final is false: more will follow under this tracking id.`
    : `${order} Nothing more is announced under this tracking id.`;
}

/** The three questions of every push: when did it arrive, when was it safe, what was answered and who said so. */
export function Answered({ push }: { push: Push }) {
  const { at, storedAt, answeredAt, answered, promised, sender, proof } = push;
  const exchange = useRecord('exchange', push.exchangeId);
  const sent = useSentBody(push);
  return (
    <Part title="Answered">
      <div className={style.times}>
        <Facts
          shape="list"
          facts={[
            ['From', sender && <span key="from">{proof ? `${sender}, by its ${proofWords[proof]}` : sender}</span>],
            ['Sent to', exchange && <SentTo key="to" method={exchange.method} url={exchange.url} />],
            [
              'Received',
              <span key="at" className="mono" title={formatMoment(at)}>
                {formatTime(at, true)}
              </span>,
            ],
            [
              'Stored',
              <span key="stored" className="mono">
                {formatTime(storedAt, true)} <em>{after(push, storedAt)}</em>
              </span>,
            ],
            [
              'Answered',
              answeredAt ? (
                <span key="answered" className="mono">
                  <b>{answered ?? 'none'}</b> {formatTime(answeredAt, true)} <em>{after(push, answeredAt)}</em>
                </span>
              ) : (
                (promised === undefined && 'not yet') || answeredWords(push)
              ),
            ],
            ['How', decidedBy(push)],
          ]}
        />
      </div>
      <p className={style.sentence}>{sentence(push)}</p>
      {sent && <Sent body={sent} />}
    </Part>
  );
}

const proofWords = { path: 'secret path', header: 'header', bearer: 'token', certificate: 'certificate' };

const results: Record<string, Result> = { fatal: 'fail', error: 'fail', warning: 'warn' };

/** The OperationOutcome that went back, issue by issue. */
function Sent({ body }: { body: SentBody }) {
  if ('empty' in body) return <p className={style.sentence}>Answered with an empty body.</p>;
  if ('text' in body) return <p className={style.sentence}>Answered with: {body.text}</p>;
  return (
    <FindingList label="OperationOutcome sent">
      {body.issues.map(({ severity, code, words }) => (
        <Finding
          key={`${severity} ${code} ${words}`}
          result={results[severity] ?? 'unchecked'}
          message={
            <>
              {words || 'No words.'} <code className={style.code}>{`${severity}, ${code}`}</code>
            </>
          }
        />
      ))}
    </FindingList>
  );
}

/** Method and path, as the sender chose them. */
function SentTo({ method, url }: { method: string; url: string }) {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return (
    <span className="mono">
      {method} <Elided text={path} tail={10} />
    </span>
  );
}
