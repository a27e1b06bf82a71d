import path from 'node:path';
import { inFolder, startServer, switchboard, timed } from './child.ts';
import { type Bench, inTurn, row } from './row.ts';

const perEntry = 800;

/** A large searchset to a file by the command line, recorded on the way: time, and peak memory of the process in MB. */
export const largeBody: Bench = () =>
  inFolder(async (folder) => {
    const rows = [];
    for (const [megabytes, limit] of [
      [10, 150],
      [50, 250],
    ] as const) {
      const server = await startServer(path.join(import.meta.dirname, 'bundle-server.ts'), [
        String((megabytes * 1_000_000) / perEntry),
      ]);
      const out = path.join(folder, 'out.json');
      const ours = [
        switchboard,
        'query',
        'Observation',
        '--base',
        server.line,
        '--out',
        out,
        '--json',
        '--data-dir',
        path.join(folder, 'data'),
      ];
      const bare = [path.join(import.meta.dirname, 'large-body-floor.ts'), `${server.line}/Observation`, out];
      const peaks = { ours: 0, bare: 0 };
      const run = (who: 'ours' | 'bare', args: string[]) => async () => {
        const { ms, peakMb } = await timed(args, folder);
        peaks[who] = Math.max(peaks[who], peakMb);
        return ms;
      };
      const [value, floor] = await inTurn(5, run('ours', ours), run('bare', bare));
      await server.stop();
      rows.push(row(`GET ${megabytes} MB to a file, time`, value, floor, 'ms', 'told, not limited'));
      rows.push(row(`GET ${megabytes} MB to a file, peak memory`, peaks.ours, peaks.bare, 'MB', `under ${limit} MB`));
    }
    return rows;
  });
