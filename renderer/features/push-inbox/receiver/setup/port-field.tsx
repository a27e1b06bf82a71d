import { useState } from 'react';
import { changeSettings, useSettings } from '../../../../stores/settings.ts';
import { TextField } from '../../../../ui/text-field.tsx';

/** The receiver's port; a setting, kept as soon as it is one. */
export function PortField() {
  const kept = useSettings((settings) => settings.receiverPort);
  const [text, setText] = useState<string>();
  const shown = text ?? String(kept);
  const isPort = (value: string) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
  return (
    <TextField
      label="Port"
      mono
      value={shown}
      error={isPort(shown) ? undefined : 'A port is 0 to 65535; 0 takes any free one.'}
      onChange={(next) => {
        setText(next);
        if (isPort(next)) void changeSettings({ receiverPort: Number(next) });
      }}
    />
  );
}
