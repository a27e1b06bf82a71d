import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, openWindows } from './app.ts';
import { createEvent } from './event.ts';
import { requireReady } from './readiness.ts';
import { emitterNamed } from './refuse.ts';
import { WebContents } from './web-contents.ts';
import type { WebPreferences } from './web-preferences.ts';

/** The options of a window the stand-in makes use of; the others only change its looks. */
export interface WindowOptions {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  title?: string;
  show?: boolean;
  webPreferences?: WebPreferences;
}

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

const windows = new Map<number, BrowserWindow>();
let count = 0;

/** A window. Its content is a headless tab; its place, size and visibility are only remembered. */
export class BrowserWindow extends emitterNamed('BrowserWindow') {
  readonly id: number;
  readonly webContents: WebContents;
  private bounds: Bounds;
  private title: string;
  private visible: boolean;
  private state: 'normal' | 'minimized' | 'maximized' | 'full screen' = 'normal';

  constructor(options: WindowOptions = {}) {
    super();
    requireReady('BrowserWindow');
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options;
    count += 1;
    this.id = count;
    this.bounds = { x, y, width, height };
    this.title = options.title ?? app.name;
    this.visible = options.show !== false;
    this.webContents = new WebContents(this.id, webPreferences, { width, height });
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.webContents.once('destroyed', () => this.destroy());
    windows.set(this.id, this);
    openWindows.set(this.id, this);
    app.emit('web-contents-created', createEvent({}), this.webContents);
    app.emit('browser-window-created', createEvent({}), this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }
  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.visible) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  loadFile(file: string): Promise<void> {
    return this.loadURL(pathToFileURL(path.resolve(app.getAppPath(), file)).href);
  }
  reload = () => this.webContents.reload();

  show = () => this.setVisible(true);
  showInactive = () => this.setVisible(true);
  hide = () => this.setVisible(false);
  isVisible = () => this.visible;
  focus = () => void this.emit('focus');
  isFocused = () => BrowserWindow.getFocusedWindow() === this;

  minimize = () => this.setState('minimized', 'minimize');
  maximize = () => this.setState('maximized', 'maximize');
  unmaximize = () => this.setState('normal', 'unmaximize');
  restore = () => this.setState('normal', 'restore');
  setFullScreen = (on: boolean) =>
    this.setState(on ? 'full screen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen');
  isMinimized = () => this.state === 'minimized';
  isMaximized = () => this.state === 'maximized';
  isFullScreen = () => this.state === 'full screen';

  getTitle = () => this.title;
  setTitle(title: string): void {
    this.title = title;
  }
  getBounds = () => ({ ...this.bounds });
  getNormalBounds = () => ({ ...this.bounds });
  setBounds(bounds: Partial<Bounds>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('resize');
  }
  setMinimumSize = (_width: number, _height: number) => undefined;
  setBackgroundColor = (_color: string) => undefined;
  setMenu = (_menu: object | null) => undefined;
  removeMenu = () => undefined;
  setMenuBarVisibility = (_visible: boolean) => undefined;

  isDestroyed = () => !windows.has(this.id);
  /** Asks the app by `close`, then destroys. */
  close(): void {
    const event = createEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (!windows.delete(this.id)) return;
    openWindows.delete(this.id);
    this.webContents.destroy();
    this.emit('closed');
    if (windows.size === 0) app.lastWindowClosed();
  }

  private setVisible(visible: boolean): void {
    this.visible = visible;
    this.emit(visible ? 'show' : 'hide');
  }
  private setState(state: BrowserWindow['state'], event: string): void {
    this.state = state;
    this.emit(event);
  }
}
