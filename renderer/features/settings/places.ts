/** The sections of the settings, as their address names them. */
const settingsPlaces = ['general', 'vault', 'keys', 'audit', 'about'] as const;
/** One of them. */
export type SettingsPlace = (typeof settingsPlaces)[number];

/** The section an address names; the first one where it names none. A key is named `keys/ID`. */
export function settingsPlaceOf(selected: string | undefined): SettingsPlace {
  const [first] = (selected ?? '').split('/');
  return settingsPlaces.find((place) => place === first) ?? 'general';
}

/** The id behind the section's name, where the address goes on. */
export const settingsDetailOf = (selected: string | undefined): string | undefined =>
  (selected ?? '').split('/').slice(1).join('/') || undefined;
