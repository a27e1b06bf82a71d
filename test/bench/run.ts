import { cliStart } from './cli-start.ts';
import { compose } from './compose.ts';
import { inbox } from './inbox.ts';
import { ingest } from './ingest.ts';
import { largeBody } from './large-body.ts';
import { largePush } from './large-push.ts';
import { query } from './query.ts';
import type { Bench } from './row.ts';
import { tasks } from './tasks.ts';

const benches: Record<string, Bench> = {
  query,
  ingest,
  inbox,
  'cli-start': cliStart,
  'large-body': largeBody,
  'large-push': largePush,
  compose,
  tasks,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : Object.keys(benches))
  for (const row of await (benches[name] as Bench)()) console.log(JSON.stringify(row));
