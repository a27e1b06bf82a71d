// `npm run dev`: the renderer on a fake console with canned records, redrawn as its sources change. Arguments go to vite (`--port 5173`).
// For the whole product with what was changed, `npm start` builds again by itself.
import { at, install, pinnedNode, run } from './bootstrap.mjs';

install();
const vite = [at('node_modules/vite/bin/vite.js'), '--config', at('test/fakes/renderer-page/vite.config.ts')];
process.exit(run(pinnedNode(), [...vite, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);
