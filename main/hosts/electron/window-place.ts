import type { BrowserWindow, Rectangle } from 'electron';
import { screen } from 'electron';
import ElectronStore from 'electron-store';

interface Place {
  bounds: Rectangle;
  maximized: boolean;
}

/** The size of the first window, in device-independent pixels; Electron puts it in the middle of the screen. */
const usual = { width: 1440, height: 900 };

/** Enough of the window's head must be on some screen to be dragged back from there. */
const reachable = 80;

function isReachable({ x, y, width }: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching({ x, y, width, height: 1 });
  const right = workArea.x + workArea.width;
  const bottom = workArea.y + workArea.height;
  return x + width - reachable >= workArea.x && x + reachable <= right && y >= workArea.y && y + reachable <= bottom;
}

const openPlaces = () =>
  // The place of a window is worth no refusal to start: a file that cannot be read is begun anew.
  new ElectronStore<Partial<Place>>({ name: 'window', configFileMode: 0o600, clearInvalidConfig: true });

/** Where the window was when it was last closed, where that can still be reached. */
export function lastPlace(): Partial<Rectangle> & { maximized: boolean } {
  const { bounds, maximized = false } = openPlaces().store;
  return bounds && isReachable(bounds) ? { ...bounds, maximized } : { ...usual, maximized };
}

/** Writes the place of a window down when it closes. */
export function rememberPlace(window: BrowserWindow): void {
  window.on('close', () => {
    openPlaces().set({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
}
