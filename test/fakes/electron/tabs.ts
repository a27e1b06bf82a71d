import { startChromium } from './chromium.ts';

const ours = new Set<string>();
let creating: Promise<unknown> = Promise.resolve();
let watching = false;

/** Opens a tab for a window and gives its target id. Every tab Chromium opens by other means is closed at once. */
export async function openTab(size: { width: number; height: number }): Promise<string> {
  const { browser } = (await startChromium()).connection;
  if (!watching) {
    watching = true;
    await closeForeignTabs();
  }
  const created = browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size });
  const added = created.then(({ targetId }) => ours.add(targetId));
  creating = Promise.all([creating, added]);
  await added;
  return (await created).targetId;
}

async function closeForeignTabs(): Promise<void> {
  const { connection } = await startChromium();
  const { browser } = connection;
  browser.on('Target.targetCreated', async ({ targetInfo: { targetId, type } }) => {
    if (type !== 'page') return;
    await creating; // a tab of ours may be announced before its creation is confirmed
    if (ours.has(targetId)) return;
    // Playwright holds every new tab until it has looked at it, and the opener shares its process: closing a tab that is
    // still held would leave the page of the app hanging for good.
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    await connection
      .session(sessionId)
      .send('Runtime.runIfWaitingForDebugger')
      .catch(() => undefined);
    await browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
}
