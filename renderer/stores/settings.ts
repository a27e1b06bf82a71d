import { create } from 'zustand';
import { defaultSettings, type Settings } from '../../shared/domain/settings.ts';
import { call } from '../api/call.ts';

/** The settings as the host keeps them; `known` once they were read. */
export const useSettings = create<Settings & { known: boolean }>()(() => ({ ...defaultSettings, known: false }));

let last = 0;

/** Changes settings: at once on screen, then in the host, whose answer to the last change wins: it holds the earlier ones. */
export async function changeSettings(patch: Partial<Settings>): Promise<void> {
  last += 1;
  const own = last;
  const before = useSettings.getState();
  useSettings.setState(patch);
  const reply = await call('settings.set', patch);
  if (own === last) useSettings.setState(reply.ok ? reply.value : before);
}

/** Puts the theme on the page; `system` leaves it to the operating system. */
export function showTheme(theme: Settings['theme']): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
}

/** From what is seen now to the other one: a switch, not a cycle of three. */
export function switchTheme(): Promise<void> {
  const { theme } = useSettings.getState();
  const dark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  return changeSettings({ theme: dark ? 'light' : 'dark' });
}
