import { inFolder, switchboard, timed } from './child.ts';
import { type Bench, inTurn, row } from './row.ts';

/** How long the command line takes to say its version, its help, and an empty list, against a Node that does nothing. */
export const cliStart: Bench = () =>
  inFolder(async (folder) => {
    const start = (args: string[]) => async () => (await timed(args, folder)).ms;
    const floor = start(['-e', '0']);
    const rows = [];
    for (const args of [['--version'], ['--help'], ['exchanges', 'list', '--json', '--data-dir', folder]]) {
      const [value, least] = await inTurn(11, start([switchboard, ...args]), floor);
      rows.push(
        row(
          `switchboard ${args.filter((arg) => arg !== folder && arg !== '--data-dir').join(' ')}`,
          value,
          least,
          'ms',
          'at most 1.6 times the floor',
        ),
      );
    }
    return rows;
  });
