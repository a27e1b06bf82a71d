import { createConsole } from '../../../main/app/create-console.ts';
import { makeNodePorts } from '../../../main/hosts/node-ports.ts';

/** A console of its own that receives pushes in a data folder, for tests that kill it: `node child.ts FOLDER`. */
const [folder = ''] = process.argv.slice(2);
const ports = makeNodePorts({ host: 'cli', capabilities: ['stay'], log: () => undefined, dataFolder: folder });
if (!ports.ok) throw new Error(ports.error.message);
const console = createConsole(ports.value);
if (!console.ok) throw new Error(console.error.message);
process.send?.(await console.value.dispatch('receiver.start', { port: 0 }));
