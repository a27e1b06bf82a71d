import { switchTheme } from '../stores/settings.ts';
import { useView } from '../stores/view.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { Spring } from '../ui/pane.tsx';
import { ConnectionFacts, ConnectionPicker } from './connection-picker.tsx';
import style from './top-bar.module.css';

/** Whom we talk to, and the way to everything by name. */
export function TopBar() {
  return (
    <header className={style.bar} data-pane>
      <ConnectionPicker />
      <ConnectionFacts />
      <Spring />
      <button type="button" className={style.palette} onClick={() => useView.setState({ palette: true })}>
        <Icon name="search" />
        <span>Search or run a command</span>
        <KeyHint keys="Mod+K" />
      </button>
      <IconButton icon="theme" label="Light or dark" onPress={() => void switchTheme()} />
    </header>
  );
}
