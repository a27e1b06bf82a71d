// The real renderer on a fake console, for tests and screenshots: ?fresh is a console just installed, ?theme=dark its theme,
// ?vault=none a console without one, ?tasks=10000 one with so many Tasks more, ?inbox one with pushes of every kind, ?pushes=100000 one with
// so many pushes more.
import { reportLifeline } from '../../../renderer/api/lifeline.ts';
import { mount } from '../../../renderer/mount.tsx';
import { composeFrom } from '../../../renderer/parts/task-composer/compose.ts';
import { fakeBridge } from '../bridge.ts';
import { manyTask } from '../many-tasks.ts';

const vaultStates = ['none', 'locked', 'open', 'damaged'] as const;
const asked = new URLSearchParams(location.search);
const vault = vaultStates.find((state) => state === asked.get('vault')) ?? 'open';
const bridge = fakeBridge({
  fresh: asked.has('fresh'),
  vault,
  tasks: Number(asked.get('tasks') ?? 0),
  inbox: asked.has('inbox'),
  pushes: Number(asked.get('pushes') ?? 0),
});
const theme = asked.get('theme');
if (theme) await bridge.call('settings.set', { theme });
if (asked.has('wire')) await bridge.call('settings.set', { wireOpen: asked.get('wire') === 'open' });
Object.assign(window, { fake: bridge, manyTask, composeFrom, reportLifeline });
mount(bridge);
