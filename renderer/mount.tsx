import './styles/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { requirementSentence } from '../shared/cdex/requirements.ts';
import type { Bridge } from '../shared/contract/bridge.ts';
import { speakThrough } from './api/call.ts';
import { App } from './frame/app.tsx';
import { connectRecords } from './stores/connect.ts';
import { followAddress } from './stores/view.ts';
import { RuleWords } from './ui/rule-chip.tsx';

/** Draws the console into `#root`, speaking through this bridge. */
export function mount(bridge: Bridge): void {
  speakThrough(bridge);
  followAddress();
  connectRecords();
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');
  createRoot(root).render(
    <StrictMode>
      <RuleWords value={requirementSentence}>
        <App />
      </RuleWords>
    </StrictMode>,
  );
}
