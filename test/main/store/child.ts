import { openDatabase } from '../../../main/store/database.ts';
import { takeRole } from '../../../main/store/role-locks.ts';
import { openStore } from '../../../main/store/store.ts';

/** What another process does to a data folder, for the tests of the store: `node child.ts WHAT FOLDER`. */
const [what, folder] = process.argv.slice(2) as [string, string];
const say = (message: unknown) => process.send?.(message);

switch (what) {
  case 'open': {
    // All start at the same word, so that they meet at the empty folder.
    say('ready');
    process.once('message', () => {
      const opened = openDatabase(folder);
      say(opened.ok ? 'opened' : opened.error.message);
      process.disconnect();
    });
    break;
  }
  case 'write': {
    const opened = openStore(folder);
    if (!opened.ok) throw new Error(opened.error.message);
    process.on('message', (since) => {
      opened.value.write(() => opened.value.roles.put({ id: 'sandbox', running: true, since: String(since) }));
      say('written');
    });
    say('ready');
    break;
  }
  case 'tell':
  case 'tell-on': {
    const opened = openStore(folder);
    if (!opened.ok) throw new Error(opened.error.message);
    const { value: store } = opened;
    const tell = () => store.write(() => store.audit.add({ action: 'export', request: 'a file', outcome: 'done' }));
    say('ready');
    process.once('message', () => {
      for (let count = 0; count < 200; count += 1) tell();
      say('told');
      if (what === 'tell') process.disconnect();
      else setInterval(tell); // until it is killed
    });
    break;
  }
  case 'hold': {
    const lock = takeRole(folder, 'receiver');
    say(lock.ok ? 'held' : lock.error.message);
    // Held by name for as long as this process lives: a lock nobody can release any more goes with the garbage.
    process.on('message', () => lock.ok && lock.value.release());
    break;
  }
}
