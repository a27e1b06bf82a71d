// `npm run build`: everything the product runs on, in out/, from a bare clone.
import { build, install, say } from './bootstrap.mjs';

install();
build();
say('built');
