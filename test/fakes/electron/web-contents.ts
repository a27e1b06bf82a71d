import { once } from 'node:events';
import type { CdpSession } from './cdp.ts';
import { encode } from './codec.ts';
import { createEvent } from './event.ts';
import { receiveFromPreload } from './ipc.ts';
import { openPage, type Page, type PausedRequest } from './page.ts';
import type { PreloadMessage } from './page-worlds.ts';
import { note } from './record.ts';
import { emitterNamed, refuseUnknown } from './refuse.ts';
import { answerRequest } from './requests.ts';
import { originOf, toApp, toChromium } from './schemes.ts';
import { session } from './session.ts';
import { checkPreferences, readPreload, type WebPreferences } from './web-preferences.ts';

/** What `setWindowOpenHandler` is told. */
export interface WindowOpenDetails {
  url: string;
  frameName: string;
  features: string;
  disposition: string;
}
type WindowOpenHandler = (details: WindowOpenDetails) => { action: 'allow' | 'deny' };

/** The content of one window: a tab of Chromium seen through Electron's API. URLs are the app's. */
export class WebContents extends emitterNamed('webContents') {
  readonly id: number;
  readonly session = session.defaultSession;
  readonly mainFrame: { readonly url: string; readonly origin: string; readonly parent: null };
  private readonly opening: Promise<Page>;
  private url = '';
  private expectedUrl: string | undefined = undefined;
  private openHandler: WindowOpenHandler | undefined = undefined;
  private destroyed = false;
  private loading = false;
  private zoom = 1;
  private readonly preferences: WebPreferences;

  constructor(id: number, preferences: WebPreferences, size: { width: number; height: number }) {
    super();
    checkPreferences(preferences);
    this.preferences = preferences;
    this.id = id;
    const contents = this;
    this.mainFrame = refuseUnknown('webFrameMain', {
      parent: null,
      get url() {
        return contents.url;
      },
      get origin() {
        return originOf(contents.url);
      },
    });
    this.opening = openPage(size, readPreload(preferences), {
      requested: (paused, from, isMainFrame) => this.answer(paused, from, isMainFrame),
      navigated: (url) => this.moved('did-navigate', url, 200, 'OK'),
      navigatedWithin: (url) => this.moved('did-navigate-in-page', url, true),
      parsed: () => void this.emit('dom-ready', createEvent({})),
      loaded: () => {
        this.loading = false;
        this.emit('did-finish-load', createEvent({}));
      },
      windowOpened: (url, frameName) => this.decideWindow(toApp(url), frameName),
      posted: async (message) => this.receive(message),
      crashed: () => void this.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 }),
      closed: () => this.destroy(),
    });
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.opening;
    this.expectedUrl = toChromium(url);
    this.loading = true;
    const loaded = once(this, 'did-finish-load');
    const { errorText, newDocument } = await page.navigate(this.expectedUrl);
    if (errorText) {
      this.emit('did-fail-load', createEvent({}), -2, errorText, url, true);
      throw new Error(`${errorText} (-2) loading '${url}'`);
    }
    if (newDocument) await loaded;
    else this.url = url; // only the fragment changed; the page tells later
  }

  send(channel: string, ...args: unknown[]): void {
    const copy = encode(structuredClone(args));
    void this.opening.then((page) => page.deliver({ kind: 'message', channel, args: copy }));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }

  reload(): void {
    void this.opening.then((page) => page.reload());
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    return (await this.opening).evaluate(expression);
  }

  getURL = () => this.url;
  getLastWebPreferences = () => ({ ...this.preferences });
  getType = () => 'window';
  isDestroyed = () => this.destroyed;
  isLoading = () => this.loading;
  isDevToolsOpened = () => false;
  openDevTools = () => note('devTools', this.url);
  focus = () => undefined;
  getZoomFactor = () => this.zoom;
  setZoomFactor(factor: number): void {
    this.zoom = factor;
  }

  /** Closes the tab, once. */
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    void this.opening.then((page) => page.close()).catch(() => undefined);
    this.emit('destroyed');
  }

  private moved(event: string, url: string, ...details: unknown[]): void {
    this.url = toApp(url);
    // Chromium reports these only afterwards: Electron would have asked the app by `will-navigate`.
    if (url.startsWith('blob:')) note('navigationUnasked', url);
    this.emit(event, createEvent({}), this.url, ...details);
  }

  private async receive(message: PreloadMessage) {
    if (message.kind !== 'preloadError') return receiveFromPreload(this, message);
    const error = new Error(`Unable to run the preload script: ${JSON.stringify(message.args)}`);
    console.error(error.message);
    note('preloadError', error.message);
    this.emit('preload-error', createEvent({}), '', error);
    return undefined;
  }

  private async answer(paused: PausedRequest, from: CdpSession, isMainFrame: boolean): Promise<void> {
    if (paused.resourceType === 'Document' && this.deniesNavigation(paused, isMainFrame)) {
      await from.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' });
      return;
    }
    await answerRequest(paused, from);
  }

  /** Asks the app about a navigation the page began; loads the app asked for, and reloads, are not asked about. */
  private deniesNavigation({ request, redirectedRequestId }: PausedRequest, isMainFrame: boolean): boolean {
    const chromiumUrl = request.url;
    const url = toApp(chromiumUrl);
    const redirected = redirectedRequestId !== undefined;
    if (
      isMainFrame &&
      !redirected &&
      (isSameDocument(chromiumUrl, this.expectedUrl) || isSameDocument(url, this.url))
    ) {
      this.expectedUrl = undefined;
      return false;
    }
    const details = { url, isMainFrame, isSameDocument: false, frame: isMainFrame ? this.mainFrame : null };
    const event = createEvent(details);
    if (redirected) this.emit('will-redirect', event, url, false, isMainFrame);
    else {
      this.emit('will-frame-navigate', event);
      if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url);
    }
    if (event.defaultPrevented) note('navigationDenied', url);
    return event.defaultPrevented;
  }

  private decideWindow(url: string, frameName: string): void {
    const details = { url, frameName, features: '', disposition: 'foreground-tab' };
    const { action } = this.openHandler?.(details) ?? { action: 'allow' };
    note('windowOpen', { url, action });
    // The tab is closed either way (see tabs.ts); an app that wants a second window would be tested in vain.
    if (action !== 'deny') console.error(`stand-in: the app allows ${url} a window, which the stand-in cannot open`);
  }
}

/** Whether two URLs differ at most in their fragment, which requests do not carry. */
function isSameDocument(left: string, right: string | undefined): boolean {
  const clean = (url: string) => new URL(url).href.replace(/#.*$/, '');
  return URL.canParse(left) && right !== undefined && URL.canParse(right) && clean(left) === clean(right);
}
