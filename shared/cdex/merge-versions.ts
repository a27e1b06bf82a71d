import { isFinal, type TaskVersion } from '../domain/task.ts';
import { isFigureRoad, isFigureStep } from './status-figure.ts';

/** Servers that count their versions tell how many passed unseen between two; never more than none for ids that are no numbers. */
export const missedBetween = (before: string, after: string): number =>
  Math.max(0, Number(after) - Number(before) - 1) || 0;

type Step = Pick<TaskVersion, 'versionId' | 'status' | 'counted'>;

/** Whether nothing passed between two versions for certain: only a server that counts its versions shows that. */
const isNext = (before: Omit<Step, 'status'>, after: Omit<Step, 'status'>): boolean =>
  !before.counted && !after.counted && Number(after.versionId) - Number(before.versionId) === 1;

/**
 * What a version is after the one before it: a step the figure lacks, or one that reopens (CONF-060). Where versions between the two may
 * have passed unseen, the figure may have been kept all the same.
 */
export function stepFlags(before: Step | undefined, after: Step): Pick<TaskVersion, 'offFigure' | 'reopened'> {
  const { status } = after;
  if (!before || before.status === status) return {};
  const follows = isNext(before, after) ? isFigureStep(before.status, status) : isFigureRoad(before.status, status);
  return {
    ...(follows ? {} : { offFigure: true }),
    ...(isFinal(before.status) && !isFinal(status) ? { reopened: true } : {}),
  };
}

/**
 * The versions we saw and those a server tells of, in one order. What we saw stays as it was seen; what the server no longer tells of keeps
 * its place after the version it followed. What each step is, is found anew. Both lists are oldest first.
 */
export function mergeVersions(seen: readonly TaskVersion[], told: readonly TaskVersion[]): TaskVersion[] {
  const ours = new Map(seen.map((version) => [version.versionId, version]));
  const merged = told.map((version) => ours.get(version.versionId) ?? version);
  const placed = new Set(merged.map(({ versionId }) => versionId));
  seen.forEach((version, index) => {
    if (placed.has(version.versionId)) return;
    const before = seen[index - 1]?.versionId;
    const place =
      before === undefined
        ? placeInTime(merged, version)
        : merged.findIndex(({ versionId }) => versionId === before) + 1;
    merged.splice(place, 0, version);
    placed.add(version.versionId);
  });
  return merged.map((version, index) => {
    const { offFigure: _off, reopened: _reopened, ...plain } = version;
    return { ...plain, ...stepFlags(merged[index - 1], version) };
  });
}

function placeInTime(versions: readonly TaskVersion[], { at }: TaskVersion): number {
  const later = versions.findIndex((one) => Date.parse(one.at) > Date.parse(at));
  return later < 0 ? versions.length : later;
}
