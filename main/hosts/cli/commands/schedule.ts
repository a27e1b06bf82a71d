import { pollOffsets } from '../../../../shared/cdex/polling-schedule.ts';
import type { Command } from '../command.ts';
import { jsonLine } from '../printing.ts';
import { misused } from '../refusal.ts';
import { oneOf } from '../request-options.ts';

/** A year of hourly polls is enough to see. */
const longest = 8_784;

/** `schedule`: when a Task is read by itself, in minutes after it was created. */
export const schedule: Command = {
  words: [],
  options: { profile: { type: 'text' }, hours: { type: 'text' } },
  async run(given, session) {
    const profile = oneOf(given, 'profile', ['cdex', 'hrex']) ?? 'cdex';
    const typed =
      given.text('hours') ?? misused('schedule needs how many hours to show.', 'Give --hours 4, for example.');
    const hours = /^\d*\.?\d+$/.test(typed) ? Number(typed) : Number.NaN;
    if (!(hours >= 0 && hours <= longest))
      misused(
        `--hours ${JSON.stringify(typed)} is not a number of hours up to ${longest}.`,
        'Give --hours 4, for example.',
      );
    await session.print(jsonLine(pollOffsets(profile, hours)));
    return 0;
  },
};
