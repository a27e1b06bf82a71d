import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { profile } from './chromium.ts';
import { createEvent } from './event.ts';
import * as readiness from './readiness.ts';
import { emitterNamed, refuseUnknown } from './refuse.ts';

const places = ['appData', 'userData', 'sessionData', 'logs', 'desktop', 'documents', 'downloads', 'crashDumps'];
const entry = path.resolve(process.argv[2] ?? '.');

function findAppFolder(from: string): string {
  const parent = path.dirname(from);
  return existsSync(path.join(from, 'package.json')) || parent === from ? from : findAppFolder(parent);
}

function readPackage(folder: string): { name: string; productName?: string; version: string } {
  const file = path.join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { name: 'electron', version: '0.0.0' };
}

/** A window as `app.quit` needs to know it. */
interface Closable {
  close(): void;
  destroy(): void;
}

/** The windows that exist, oldest first. Kept here, below `BrowserWindow`, because quitting closes them. */
export const openWindows = new Map<number, Closable>();

/** What `app` is: paths, life cycle, the instance lock. */
export class App extends emitterNamed('app') {
  readonly isPackaged = false;
  readonly dock = undefined; // macOS only
  readonly commandLine = refuseUnknown('app.commandLine', {
    appendSwitch: (name: string, value = '') => void this.switches.set(name, value),
    hasSwitch: (name: string) => this.switches.has(name),
    getSwitchValue: (name: string) => this.switches.get(name) ?? '',
  });
  name: string;
  private readonly folder = findAppFolder(path.dirname(entry));
  private readonly package = readPackage(this.folder);
  private readonly switches = new Map<string, string>();
  private readonly paths = new Map(places.map((place) => [place, path.join(profile, place)]));
  private locked = false;
  private quitting = false;

  constructor() {
    super();
    this.name = this.package.productName ?? this.package.name;
    this.paths.set('home', os.homedir());
    this.paths.set('temp', os.tmpdir());
    this.paths.set('exe', process.execPath);
    if (process.env.STANDIN_USER_DATA) this.paths.set('userData', process.env.STANDIN_USER_DATA);
  }

  isReady = readiness.isReady;
  whenReady = readiness.whenReady;
  getName = () => this.name;
  setName(name: string): void {
    this.name = name;
  }
  getVersion = () => this.package.version;
  getAppPath = () => this.folder;
  getLocale = () => 'en-US';
  getPath(name: string): string {
    const found = this.paths.get(name);
    if (found === undefined) throw new Error(`Failed to get '${name}' path`);
    return found;
  }
  setPath(name: string, value: string): void {
    if (!this.paths.has(name)) throw new Error(`Failed to set path '${name}'`);
    this.paths.set(name, value);
  }

  enableSandbox = () => readiness.requireNotReady('app.enableSandbox()');
  disableHardwareAcceleration = () => readiness.requireNotReady('app.disableHardwareAcceleration()');
  setAppUserModelId = (_id: string) => undefined;
  setAboutPanelOptions = (_options: object) => undefined;
  focus = () => undefined;

  /** Granted unless STANDIN_SECOND_INSTANCE=1 says that another instance holds it. */
  requestSingleInstanceLock(): boolean {
    this.locked = process.env.STANDIN_SECOND_INSTANCE !== '1';
    return this.locked;
  }
  hasSingleInstanceLock = () => this.locked;
  releaseSingleInstanceLock(): void {
    this.locked = false;
  }

  /** Asks the app, closes the windows, asks again and ends the process; a listener can prevent each step. */
  quit(): void {
    const before = createEvent({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.quitting = true;
    for (const window of [...openWindows.values()]) window.close();
    if (openWindows.size > 0) this.quitting = false;
    else this.finish();
  }

  exit(code = 0): void {
    this.quitting = true;
    for (const window of [...openWindows.values()]) window.destroy();
    this.emit('quit', createEvent({}), code);
    process.exit(code);
  }

  /** Called by the last window that closes. While quitting, Electron goes on with the quit instead of asking. */
  lastWindowClosed(): void {
    if (this.quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  private finish(): void {
    const event = createEvent({});
    this.emit('will-quit', event);
    this.quitting = false;
    if (event.defaultPrevented) return;
    this.emit('quit', createEvent({}), 0);
    process.exit(0);
  }
}

/** The application. */
export const app = new App();
