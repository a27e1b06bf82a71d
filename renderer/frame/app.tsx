import { useEffect, useRef } from 'react';
import { screenOf } from '../screens.ts';
import { Start } from '../features/start/start.tsx';
import { ChooseApproach } from '../parts/choose-approach/choose-approach.tsx';
import { VaultGate } from '../parts/vault-gate/vault-gate.tsx';
import { WireDrawer } from '../parts/wire-drawer/wire-drawer.tsx';
import { useRecords } from '../stores/records.ts';
import { showTheme, useSettings } from '../stores/settings.ts';
import { goTo, useView } from '../stores/view.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { hydrate } from '../stores/connect.ts';
import style from './app.module.css';
import { focusScreen } from './focus.ts';
import { KeySheet } from './key-sheet.tsx';
import { Lost, useLost } from './lost.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useGeneralActions } from './general-actions.ts';
import { useKeys } from './use-keys.ts';

/** The whole window: rail, bar, the screen in use, the wire below. */
export function App() {
  const theme = useSettings((settings) => settings.theme);
  useEffect(() => showTheme(theme), [theme]);
  const lost = useLost();
  useKeys(!lost);
  useGeneralActions();
  return (
    <>
      <div className={style.app} inert={lost}>
        <Rail />
        <TopBar />
        <main className={style.work}>
          <Work />
        </main>
        <WireDrawer />
      </div>
      <Palette />
      <KeySheet />
      <VaultGate />
      <ChooseApproach />
      {lost && <Lost />}
    </>
  );
}

/** The screen in use, once the records are there. */
function Work() {
  const status = useRecords((records) => records.status);
  const failure = useRecords((records) => records.failure);
  const welcomed = useSettings((settings) => settings.welcomed);
  const screen = useView((view) => view.screen);
  useEffect(() => {
    if (status === 'ready' && screen === '') goTo(welcomed ? 'connections' : 'start');
  }, [status, screen, welcomed]);

  // Going somewhere by keys must not leave focus nowhere; a page just opened keeps its quiet.
  const before = useRef('');
  useEffect(() => {
    if (status !== 'ready') return;
    const came = before.current !== '' && before.current !== screen;
    before.current = screen;
    if (came && document.activeElement === document.body) focusScreen();
  }, [status, screen]);

  if (status === 'failed' && failure) return <ErrorNote failure={failure} onRetry={() => void hydrate()} />;
  if (status === 'loading') {
    return (
      <p className={style.loading} role="status">
        Reading the records
      </p>
    );
  }
  const Component = screenOf(screen)?.Component ?? Start;
  return <Component key={screen} />;
}
