import { openElectron } from './electron-host.ts';
import { testContract } from './suite.ts';

testContract('electron', openElectron);
