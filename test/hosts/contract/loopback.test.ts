import { openLoopback } from './loopback-host.ts';
import { testContract } from './suite.ts';

testContract('loopback', openLoopback);
