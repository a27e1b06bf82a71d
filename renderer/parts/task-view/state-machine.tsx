import { isFinal, type TaskStatus } from '../../../shared/domain/task.ts';
import { Button } from '../../ui/button.tsx';
import { formatDuration, formatTime } from '../../ui/format.ts';
import { icons } from '../../ui/icons.tsx';
import { boxes, offPath, ways } from './machine-plan.ts';
import type { Road, RoadState, RoadStep } from './state-road.ts';
import style from './state-machine.module.css';

const grounds: Record<TaskStatus, string> = {
  requested: 'live',
  accepted: 'live',
  'in-progress': 'live',
  'on-hold': 'warn',
  completed: 'ok',
  failed: 'fail',
  rejected: 'fail',
};

function State({ state, stand, at, version }: RoadState) {
  const { x, y, width } = boxes[state];
  const stamp = stand === 'unseen' ? 'not seen' : at && `${formatTime(at)} v${version}`;
  return (
    <g className={style.state} data-stand={stand} data-st={grounds[state]} transform={`translate(${x} ${y})`}>
      <rect width={width} height="28" rx="4" />
      <svg x="8" y="6" width="16" height="16" viewBox="0 0 16 16" className={style.figure} aria-hidden="true">
        {icons[state]}
      </svg>
      <text x="30" y="18">
        {state}
      </text>
      {stamp && (
        <text className={style.stamp} x={width / 2} y="42">
          {stamp}
        </text>
      )}
    </g>
  );
}

function Way({ step, kind }: { step: string; kind: 'open' | RoadStep['kind'] }) {
  const way = ways[step];
  return way ? (
    <g className={style.way} data-kind={kind}>
      <path d={way.line} />
      <path className={style.tip} d={way.tip} />
    </g>
  ) : null;
}

function Took({ step }: { step: RoadStep }) {
  const way = ways[`${step.from} ${step.to}`];
  const text = step.tookMs === undefined ? undefined : formatDuration(step.tookMs);
  return way && text ? (
    <text className={style.took} x={way.label[0]} y={way.label[1]} textAnchor={way.anchor ?? 'middle'}>
      {text}
    </text>
  ) : null;
}

function OffStep({ step }: { step: RoadStep }) {
  const { line, tip, label, anchor } = offPath(step.from, step.to);
  return (
    <g className={style.off} data-st="warn">
      <path d={line} />
      <path className={style.tip} d={tip} />
      <text className={style.flag} x={label[0]} y={label[1]} style={{ textAnchor: anchor ?? 'middle' }}>
        {isFinal(step.from)
          ? 'reopened'
          : `${step.tookMs === undefined ? '' : `${formatDuration(step.tookMs)}, `}off the figure`}
      </text>
    </g>
  );
}

/** The road in one sentence, for those who do not see the picture. */
function roadWords({ states, steps, missed, strange }: Road): string {
  const now = states.find(({ stand }) => stand === 'now');
  const said = steps.map(({ from, to, kind }) => {
    const off = isFinal(from) ? ', reopened' : ', a step the figure does not have';
    const how = kind === 'off' ? off : kind === 'unseen' ? ', not seen' : '';
    return `${from} to ${to}${how}`;
  });
  const rest = [
    missed.length > 0 && `versions never seen: ${missed.join(', ')}`,
    strange.length > 0 && `statuses outside the seven: ${strange.map(({ status }) => status).join(', ')}`,
  ].filter(Boolean);
  return `Status road: ${[...said, `now ${now?.state ?? 'outside the figure'}`, ...rest].join('; ')}`;
}

/** Height of the picture: taller where something stands under the lower states. */
export const figureHeight = ({ steps, states }: Road): number => {
  const isLow = ({ state, stand }: RoadState) => boxes[state].y > boxes.requested.y && stand !== 'never';
  return steps.some(({ kind }) => kind === 'off') || states.some(isLow) ? 158 : 142;
};

interface Props {
  road: Road;
  /** Reads the versions that passed unread out of the server's history; left out where it cannot be asked. */
  onHistory?: () => void;
  isReading?: boolean;
}

/** The seven states of a Task and the road it took: solid where seen, dotted where passed unseen, flagged where off the figure. */
export function StateMachine({ road, onHistory, isReading }: Props) {
  const taken = new Map(road.steps.map((step) => [`${step.from} ${step.to}`, step]));
  return (
    <figure className={style.well}>
      <svg
        className={style.machine}
        data-approach="task"
        viewBox={`-1 0 634 ${figureHeight(road)}`}
        role="img"
        aria-label={roadWords(road)}
      >
        {Object.keys(ways).map((name) => (
          <Way key={name} step={name} kind={taken.get(name)?.kind ?? 'open'} />
        ))}
        {road.steps.map((step) =>
          step.kind === 'off' ? (
            <OffStep key={`${step.from} ${step.to}`} step={step} />
          ) : (
            <Took key={`${step.from} ${step.to}`} step={step} />
          ),
        )}
        {road.states.map((state) => (
          <State key={state.state} {...state} />
        ))}
      </svg>
      {(road.missed.length > 0 || road.strange.length > 0) && (
        <figcaption>
          {road.missed.length > 0 && (
            <span>
              Never read: version <code>{road.missed.join(', ')}</code>{' '}
              {onHistory && (
                <Button size="small" icon="clock" isDisabled={isReading} onPress={onHistory}>
                  {isReading ? 'Reading the history' : 'Read the history'}
                </Button>
              )}
            </span>
          )}
          {road.strange.map(({ status, version }) => (
            <span key={version} data-st="warn">
              v{version} says <code>{status}</code>, which is none of the seven
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}
