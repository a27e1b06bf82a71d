// `npm run bench [name ...]`: measures against a floor in the same run and prints one JSON row a line {name, value, floor, ratio, ...}.
import { at, build, install, pinnedNode, run } from './bootstrap.mjs';

install();
build();
const options = ['--disable-warning=ExperimentalWarning', at('test/bench/run.ts'), ...process.argv.slice(2)];
process.exit(run(pinnedNode(), options, { stdio: 'inherit' }).status ?? 1);
