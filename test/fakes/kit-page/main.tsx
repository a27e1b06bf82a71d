// Every part of the kit once, without the product around it: what its tests press, and what axe looks at.
import { createRoot } from 'react-dom/client';
import '../../../renderer/styles/styles.ts';
import { Controls } from './controls.tsx';
import { Data } from './data.tsx';
import { Lists } from './lists.tsx';

const theme = new URLSearchParams(location.search).get('theme');
if (theme) document.documentElement.dataset.theme = theme;
const page = { display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', height: '100%', overflow: 'auto' };
createRoot(document.getElementById('root') as HTMLElement).render(
  <main style={page}>
    <h1 className="hidden">The kit</h1>
    <div>
      <Controls />
      <Data />
    </div>
    <Lists />
  </main>,
);
