import { Badge, Pill } from '../../../renderer/ui/badge.tsx';
import { Cord } from '../../../renderer/ui/cord.tsx';
import { Empty } from '../../../renderer/ui/empty.tsx';
import { ErrorNote } from '../../../renderer/ui/error-note.tsx';
import { Facts } from '../../../renderer/ui/facts.tsx';
import { ResultFigure, StatusFigure } from '../../../renderer/ui/figures.tsx';
import { Finding, FindingList } from '../../../renderer/ui/finding.tsx';
import { MonoId } from '../../../renderer/ui/mono-id.tsx';
import { Part } from '../../../renderer/ui/pane.tsx';
import { PhaseBar } from '../../../renderer/ui/phases.tsx';
import { Progress } from '../../../renderer/ui/progress.tsx';
import { RuleChip } from '../../../renderer/ui/rule-chip.tsx';
import { Duration, Size, Time } from '../../../renderer/ui/stamps.tsx';

const statuses = ['requested', 'accepted', 'in-progress', 'on-hold', 'completed', 'failed', 'rejected', 'draft'];
const failure = {
  code: 'refused-by-partner',
  message: 'Mesa Orthopedics refused the search.',
  next: 'Send a token; the server asks for one.',
  requirement: 'CONF-012',
  httpStatus: 401,
  exchangeId: '47',
  details: ['baseUrl: an http or https URL'],
};

/** Everything that only shows. */
export function Data() {
  return (
    <Part level={2} title="Data">
      <p>
        {statuses.map((status) => (
          <StatusFigure key={status} status={status} />
        ))}
        {(['ok', 'warn', 'fail', 'unchecked'] as const).map((result) => (
          <ResultFigure key={result} result={result} />
        ))}
        <Badge approach="task" /> <Badge approach="push" /> <RuleChip rule="CONF-062" /> <Pill secret>masked</Pill>{' '}
        <MonoId id="06e1f0a2-5f8e-4b0e-9d50-7a2e7bd31d31" copy /> <Cord us="payer" state="cut" />
      </p>
      <Facts
        facts={[
          ['Wire', <Size key="s" bytes={42_803} />],
          ['Time', <Duration key="d" ms={402} />],
          ['At', <Time key="t" at="2026-11-22T10:00:00Z" />],
        ]}
      />
      <div data-approach="task">
        <PhaseBar phases={{ dns: 10, connect: 20, wait: 60, body: 30 }} durationMs={120} scale={200} />
      </div>
      <FindingList>
        <Finding result="warn" rule="cdex-9" path="Task.input[0]" message="No system." next="Ask for it." />
      </FindingList>
      <Progress
        label="Fetching the pages"
        bytes={1_000_000}
        totalBytes={4_000_000}
        pages={3}
        onCancel={() => undefined}
      />
      <ErrorNote failure={failure} onExchange={() => undefined} onRetry={() => undefined} />
      <Empty icon="task" title="No Task yet">
        Ask the sandbox for one.
      </Empty>
    </Part>
  );
}
