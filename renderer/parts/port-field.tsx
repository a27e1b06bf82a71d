import { useState } from 'react';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { TextField } from '../ui/text-field.tsx';

interface Props {
  name: 'receiverPort' | 'sandboxProviderPort' | 'sandboxPayerPort';
  label: string;
  /** Its label stands beside it. */
  quiet?: boolean;
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;

/** A port number of the settings, kept as soon as it is one; 0 takes any free port. */
export function PortField({ name, label, quiet }: Props) {
  const kept = useSettings((settings) => settings[name]);
  const [text, setText] = useState<string>();
  const shown = text ?? String(kept);
  return (
    <TextField
      quiet={quiet}
      label={label}
      mono
      value={shown}
      error={isPort(shown) ? undefined : 'A port is 0 to 65535; 0 takes any free one.'}
      onChange={(next) => {
        setText(next);
        if (isPort(next)) void changeSettings({ [name]: Number(next) });
      }}
    />
  );
}
