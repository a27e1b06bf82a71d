import { type Bridge, bridgeName } from '../../shared/contract/bridge.ts';
import { httpBridge } from './http-bridge.ts';
import { reportLifeline } from './lifeline.ts';
import { takeToken } from './session.ts';

/** The preload's bridge where there is one, else HTTP to the host that served the page. */
export function pickBridge(): Bridge {
  const given = (window as unknown as Record<string, Bridge | undefined>)[bridgeName];
  if (given) return given;
  const token = takeToken({ location, history, storage: sessionStorage });
  // A new address pasted over this one changes only the fragment, which loads nothing by itself.
  addEventListener('hashchange', () => {
    if (location.hash.startsWith('#token=')) location.reload();
  });
  if (token === '') reportLifeline('ended');
  return httpBridge({ origin: '', token, report: reportLifeline });
}
