import type { PollingProfile } from '../../shared/domain/task.ts';

/** The polling profiles as they are chosen. */
export const pollingWords: readonly { value: PollingProfile; label: string; note: string }[] = [
  { value: 'cdex', label: 'as CDex says', note: '1 min, then 5 min for half an hour, then hourly' },
  { value: 'hrex', label: 'as HRex says', note: 'hourly' },
  { value: 'debug', label: 'fast', note: 'every few seconds, for tests' },
  { value: 'manual', label: 'by hand', note: 'only when somebody asks' },
];

/** The words of one profile. */
export const pollingOf = (profile: PollingProfile): string =>
  pollingWords.find(({ value }) => value === profile)?.label ?? profile;
