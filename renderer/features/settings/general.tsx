import { changeSettings, useSettings } from '../../stores/settings.ts';
import { useView } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ReceiverSettings, SandboxPorts } from './ports.tsx';
import style from './settings.module.css';

/** How it looks, and where the parts of this console listen. */
export function General() {
  const theme = useSettings((settings) => settings.theme);
  return (
    <>
      <Part level={2} title="Look">
        <div className={style.setting}>
          <span>Theme</span>
          <Segmented
            label="Theme"
            value={theme}
            onChange={(next) => void changeSettings({ theme: next })}
            options={[
              { value: 'system', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
        <div className={style.setting}>
          <span>Keys</span>
          <Button keys="?" icon="keyboard" onPress={() => useView.setState({ keys: true })}>
            All keys
          </Button>
        </div>
      </Part>
      <Part level={2} title="Receiver">
        <ReceiverSettings />
      </Part>
      <Part level={2} title="Sandbox">
        <SandboxPorts />
      </Part>
    </>
  );
}
