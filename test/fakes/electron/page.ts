import type { CdpSession } from './cdp.ts';
import { startChromium } from './chromium.ts';
import { bindingName, type MainMessage, type PreloadMessage, pageWorldScript, preloadWorld } from './page-worlds.ts';
import { openTab } from './tabs.ts';

/** A request Chromium holds until it is answered. */
export interface PausedRequest {
  requestId: string;
  frameId: string;
  /** Set when a redirect of another request led here. */
  redirectedRequestId?: string;
  resourceType: string;
  request: {
    url: string;
    method: string;
    headers: Record<string, string>;
    postDataEntries?: { bytes?: string }[];
  };
}

/** What a page reports to the WebContents that owns it. URLs are Chromium's. */
export interface PageListener {
  requested(paused: PausedRequest, from: CdpSession, isMainFrame: boolean): Promise<void>;
  navigated(url: string): void;
  navigatedWithin(url: string): void;
  parsed(): void;
  loaded(): void;
  windowOpened(url: string, frameName: string): void;
  posted(message: PreloadMessage): Promise<MainMessage | undefined>;
  crashed(): void;
  closed(): void;
}

/** A tab of Chromium that plays the content of one window. */
export interface Page {
  /** Gives Chromium's error text when the load failed, or whether a new document was loaded. */
  navigate(url: string): Promise<{ errorText?: string; newDocument: boolean }>;
  reload(): Promise<void>;
  deliver(message: MainMessage): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens a window's tab of the given size whose documents run `preloadScript`, if any, in the isolated world. */
export async function openPage(
  size: { width: number; height: number },
  preloadScript: string | undefined,
  listener: PageListener,
): Promise<Page> {
  const { connection } = await startChromium();
  const { browser } = connection;
  const targetId = await openTab(size);
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const session = connection.session(sessionId);
  const { frameTree } = await session.send('Page.getFrameTree');
  const mainFrameId = frameTree.frame.id;
  let preloadContext: number | undefined;

  const deliver = async (message: MainMessage, contextId = preloadContext) => {
    if (contextId === undefined) return; // no document with a preload yet: Electron drops the message too
    // A document that is gone takes its messages with it.
    await session
      .send('Runtime.evaluate', { contextId, expression: `standInDeliver(${JSON.stringify(message)})` })
      .catch(() => undefined);
  };
  browser.on('Target.detachedFromTarget', (gone) => {
    if (gone.sessionId === sessionId) listener.closed();
  });
  session.on('Inspector.targetCrashed', () => listener.crashed());
  session.on('Page.domContentEventFired', () => listener.parsed());
  session.on('Page.loadEventFired', () => listener.loaded());
  session.on('Page.windowOpen', ({ url, windowName }) => listener.windowOpened(url, windowName));
  session.on('Page.frameNavigated', ({ frame }) => {
    if (!frame.parentId) listener.navigated(frame.url);
  });
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId === mainFrameId) listener.navigatedWithin(url);
  });
  session.on('Runtime.executionContextCreated', ({ context }) => {
    const aux = context.auxData as { frameId?: string } | undefined;
    if (context.name === preloadWorld && aux?.frameId === mainFrameId) preloadContext = context.id;
  });
  session.on('Runtime.bindingCalled', ({ payload, executionContextId }) => {
    void listener.posted(JSON.parse(payload) as PreloadMessage).then((reply) => {
      if (reply) return deliver(reply, executionContextId);
    });
  });

  await Promise.all([
    session.send('Page.enable'),
    session.send('Runtime.enable'),
    session.send('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorld }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldScript() }),
    preloadScript &&
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: preloadScript, worldName: preloadWorld }),
    guard(session),
  ]);

  /** Holds the requests of a session and of the workers and frames it starts. */
  async function guard(guarded: CdpSession): Promise<void> {
    guarded.on('Fetch.requestPaused', (paused) => {
      const isMainFrame = guarded === session && paused.frameId === mainFrameId;
      listener.requested(paused, guarded, isMainFrame).catch((error) => {
        console.error('stand-in: a request could not be answered:', error);
        return guarded
          .send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' })
          .catch(() => {});
      });
    });
    guarded.on('Target.attachedToTarget', (attached) => void guardChild(attached.sessionId));
    await guarded.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    // New targets wait at their start, so that not even their first request escapes.
    await guarded.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  }
  async function guardChild(id: string): Promise<void> {
    const child = connection.session(id);
    // Some kinds of worker have no requests of their own to hold.
    await guard(child).catch(() => undefined);
    await child.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
  }

  return {
    async navigate(url) {
      const { errorText, loaderId } = await session.send('Page.navigate', { url });
      return { errorText, newDocument: loaderId !== undefined };
    },
    reload: async () => void (await session.send('Page.reload')),
    deliver: (message) => deliver(message),
    async evaluate(expression) {
      const reply = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (reply.exceptionDetails) throw new Error(reply.exceptionDetails.exception?.description ?? 'Script failed');
      return reply.result.value as unknown;
    },
    close: async () => void (await browser.send('Target.closeTarget', { targetId })),
  };
}
