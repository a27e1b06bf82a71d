import { create } from 'zustand';
import { changeSettings, useSettings } from './settings.ts';

/** What the page shows now. Selections are ids of records, by screen; nothing here is health data. */
export interface View {
  /** Id of the screen; '' before the first choice. */
  screen: string;
  /** What is selected on each screen. */
  selected: Readonly<Record<string, string | undefined>>;
  palette: boolean;
  /** The sheet of keys. */
  keys: boolean;
  /** Filter text of each screen's list. */
  filters: Readonly<Record<string, string | undefined>>;
}

export const useView = create<View>()(() => ({ screen: '', selected: {}, palette: false, keys: false, filters: {} }));

const addressOf = (screen: string, id: string | undefined) => `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}`;

/** Reads `#/screen/id`. */
export function placeOf(hash: string): { screen: string; id?: string } | undefined {
  const found = /^#\/([a-z-]+)(?:\/(.+))?$/.exec(hash);
  if (!found?.[1]) return undefined;
  return found[2] ? { screen: found[1], id: decodeURIComponent(found[2]) } : { screen: found[1] };
}

/** Goes to a screen, and to a record on it where an id is given; the browser's back button leads back. */
export function goTo(screen: string, id?: string): void {
  const { selected, screen: from } = useView.getState();
  const next = id === undefined ? selected : { ...selected, [screen]: id };
  useView.setState({ screen, selected: next, palette: false, keys: false });
  const address = addressOf(screen, next[screen]);
  if (location.hash === address) return;
  if (from === '') history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}

/** Selects a record on a screen (undefined: none) without adding to the history. */
export function select(screen: string, id: string | undefined): void {
  useView.setState(({ selected }) => ({ selected: { ...selected, [screen]: id } }));
  if (useView.getState().screen === screen) history.replaceState(null, '', addressOf(screen, id));
}

/** The selection of a screen. */
export const useSelected = (screen: string): string | undefined => useView((view) => view.selected[screen]);

/** The filter text of a screen and the way to change it. */
export function useFilter(screen: string): [string, (text: string) => void] {
  const text = useView((view) => view.filters[screen] ?? '');
  return [text, (next) => useView.setState(({ filters }) => ({ filters: { ...filters, [screen]: next } }))];
}

/** Opens or shuts the wire drawer; remembered in the settings. */
export const toggleWire = (): Promise<void> => changeSettings({ wireOpen: !useSettings.getState().wireOpen });

/** Follows the address: the one the page opened with, and back and forward later. */
export function followAddress(): void {
  const follow = () => {
    const place = placeOf(location.hash);
    if (!place) return;
    useView.setState(({ selected }) => ({
      screen: place.screen,
      selected: place.id ? { ...selected, [place.screen]: place.id } : selected,
    }));
  };
  addEventListener('popstate', follow);
  follow();
}
