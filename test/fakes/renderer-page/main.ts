// The real renderer on a fake console, for tests and screenshots: ?fresh is a console just installed, ?theme=dark its theme.
import { reportLifeline } from '../../../renderer/api/lifeline.ts';
import { mount } from '../../../renderer/mount.tsx';
import { fakeBridge } from '../bridge.ts';

const asked = new URLSearchParams(location.search);
const bridge = fakeBridge({ fresh: asked.has('fresh') });
const theme = asked.get('theme');
if (theme) await bridge.call('settings.set', { theme });
if (asked.has('wire')) await bridge.call('settings.set', { wireOpen: asked.get('wire') === 'open' });
Object.assign(window, { fake: bridge, reportLifeline });
mount(bridge);
