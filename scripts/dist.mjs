// `npm run dist`: build, then package for this platform into dist/. Arguments go to electron-builder (`--dir`, `--linux deb` ...).
// Packaging needs Electron's binary, which electron-builder downloads.
import { at, build, install, pinnedNode, run, say } from './bootstrap.mjs';

install();
build();
say('packaging');
const builder = [at('node_modules/electron-builder/cli.js'), '--publish', 'never'];
const { status } = run(pinnedNode(), [...builder, ...process.argv.slice(2)]);
process.exit(status ?? 1);
