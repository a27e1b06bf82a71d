import { type RecordKind, recordKinds } from '../../shared/domain/change.ts';
import type { ChangeFeed } from '../store/changes.ts';
import type { Job } from './job.ts';
import { type JobMeans, runJob } from './run-job.ts';

/** Runs jobs by themselves, at the times their records say. */
export interface Scheduler {
  /** Something may be due sooner than thought. */
  wake(): void;
  /** Starts nothing further; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** What the scheduler works with. */
export interface SchedulerOptions extends JobMeans {
  jobs: readonly Job[];
  changes: Pick<ChangeFeed, 'listen'>;
}

/** Records hold every plan, so it survives restarts; this wakes each job when one of its records changes. */
export function startScheduler({ jobs, changes, ...means }: SchedulerOptions): Scheduler {
  const running = jobs.map((job) => ({ job, ...runJob(job, means) }));
  const wokenBy = new Map<RecordKind, (() => void)[]>(
    recordKinds.map((kind) => [
      kind,
      running.filter(({ job }) => job.wokenBy.includes(kind)).map(({ wake }) => gathered(wake)),
    ]),
  );
  const wake = () => {
    for (const one of running) one.wake();
  };
  const stopListening = changes.listen({
    kinds: recordKinds.filter((kind) => wokenBy.get(kind)?.length),
    change: ({ kind }) => {
      for (const each of wokenBy.get(kind) ?? []) each();
    },
    resync: wake,
  });
  return {
    wake,
    async stop() {
      stopListening();
      await Promise.all(running.map((one) => one.stop()));
    },
  };
}

/** Changes are told one by one, hundreds in a turn; the plan is read once after the last of them. */
function gathered(work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    setImmediate(() => {
      asked = false;
      work();
    });
  };
}
