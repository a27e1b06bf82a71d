import { openCli } from './cli-host.ts';
import { testContract } from './suite.ts';

testContract('cli', openCli);
