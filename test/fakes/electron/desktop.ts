import { requireReady } from './readiness.ts';
import { emitterNamed, refuseUnknown } from './refuse.ts';

/** What `nativeTheme` is. */
export class NativeTheme extends emitterNamed('nativeTheme') {
  private source = 'system';

  get themeSource(): string {
    return this.source;
  }
  set themeSource(source: string) {
    this.source = source;
    this.emit('updated');
  }
  /** The imitated system is light, so only the app can make it dark. */
  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }
}

/** `nativeTheme`: remembers the app's choice; it does not change what pages see as `prefers-color-scheme`. */
export const nativeTheme = new NativeTheme();

/** What `powerMonitor` is. */
export class PowerMonitor extends emitterNamed('powerMonitor') {}

/** `powerMonitor`: silent until a test emits `suspend` or `resume`. */
export const powerMonitor = new PowerMonitor();

let copied = '';

/** `clipboard`: text only, kept in this process. */
export const clipboard = refuseUnknown('clipboard', {
  readText: () => copied,
  writeText(text: string): void {
    copied = text;
  },
  clear(): void {
    copied = '';
  },
});

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display = refuseUnknown('Display', { id: 1, scaleFactor: 1, bounds: area, workArea: area, size: area });

function theDisplay() {
  requireReady('screen');
  return display;
}

/** `screen`: one display of 1920 x 1080. */
export const screen = refuseUnknown('screen', {
  getPrimaryDisplay: theDisplay,
  getAllDisplays: () => [theDisplay()],
  getDisplayMatching: (_bounds: object) => theDisplay(),
});
