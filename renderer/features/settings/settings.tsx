import { useMemo } from 'react';
import { useKeyCount } from './keys/use-keys.ts';
import { type Action, useActions } from '../../stores/actions.ts';
import { goTo, useSelected } from '../../stores/view.ts';
import { Pane, PaneBody, PaneHead } from '../../ui/pane.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { About } from './about.tsx';
import { AuditSection } from './audit/audit-section.tsx';
import { General } from './general.tsx';
import { KeysSection } from './keys/keys-section.tsx';
import { type SettingsPlace, settingsPlaceOf } from './places.ts';
import style from './settings.module.css';
import { VaultSection } from './vault/vault-section.tsx';

const goToPlace = (place: SettingsPlace) => goTo('settings', place);

/** What a person prefers, what is kept secret, who signs, what happened, and what this console is. */
export function SettingsScreen() {
  const place = settingsPlaceOf(useSelected('settings'));
  const keys = useKeyCount();
  const actions = useMemo(
    (): Action[] => [
      { id: 'settings.general', title: 'General settings', group: 'View', run: () => goToPlace('general') },
      { id: 'settings.about', title: 'About this console', group: 'View', run: () => goToPlace('about') },
    ],
    [],
  );
  useActions(actions);
  return (
    <Pane label="Settings">
      <PaneHead title="Settings" />
      <Tabs
        label="Settings"
        selected={place}
        onSelect={(id) => goToPlace(settingsPlaceOf(id))}
        items={[
          {
            id: 'general',
            label: 'General',
            icon: 'settings',
            content: (
              <PaneBody label="General">
                <div className={style.page}>
                  <General />
                </div>
              </PaneBody>
            ),
          },
          { id: 'vault', label: 'Vault', icon: 'lock', content: <VaultSection /> },
          { id: 'keys', label: 'Keys', icon: 'key', note: keys || undefined, content: <KeysSection /> },
          { id: 'audit', label: 'Audit trail', icon: 'list', content: <AuditSection /> },
          {
            id: 'about',
            label: 'About',
            icon: 'info',
            content: (
              <PaneBody label="About">
                <div className={style.page}>
                  <About />
                </div>
              </PaneBody>
            ),
          },
        ]}
      />
    </Pane>
  );
}
