import { useState } from 'react';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useRecord } from '../../stores/records.ts';
import { changeSettings, useSettings } from '../../stores/settings.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Light } from '../../ui/figures.tsx';
import { TextField } from '../../ui/text-field.tsx';
import style from './settings.module.css';

type PortSetting = 'receiverPort' | 'sandboxProviderPort' | 'sandboxPayerPort';

/** A port number, kept when it is one; 0 takes any free port. */
function PortField({ name, label }: { name: PortSetting; label: string }) {
  const kept = useSettings((settings) => settings[name]);
  const [text, setText] = useState<string>();
  const shown = text ?? String(kept);
  const port = Number(shown);
  const good = /^\d+$/.test(shown) && port <= 65_535;
  return (
    <div className={style.setting}>
      <span>{label}</span>
      <span className={style.port}>
        <TextField
          quiet
          label={label}
          mono
          value={shown}
          error={good ? undefined : 'A port is 0 to 65535; 0 takes any free one.'}
          onChange={(next) => {
            setText(next);
            const number = Number(next);
            if (/^\d+$/.test(next) && number <= 65_535) void changeSettings({ [name]: number });
          }}
        />
      </span>
    </div>
  );
}

/** Where the receiver listens: running or not, and on which port next time. */
export function ReceiverSettings() {
  const role = useRecord('role', 'receiver');
  const port = useSettings((settings) => settings.receiverPort);
  const { busy, failure, run } = useCommands();
  const url = role?.running ? role.receiver?.submitAttachmentUrl : undefined;
  const current = url ? Number(new URL(url).port) : undefined;
  const restart = async () => {
    const stopped = await run('receiver.stop', {});
    if (stopped.ok) await run('receiver.start', { port });
  };
  return (
    <>
      <PortField name="receiverPort" label="Port" />
      <div className={style.setting}>
        <span>Now</span>
        <span className={style.now}>
          <Light on={url !== undefined} />
          <code>{url ?? 'off'}</code>
        </span>
      </div>
      <div className={style.setting}>
        <span />
        <span className={style.now}>
          {url === undefined ? (
            <Button icon="play" isDisabled={busy !== undefined} onPress={() => void run('receiver.start', {})}>
              Start the receiver
            </Button>
          ) : (
            <Button icon="stop" isDisabled={busy !== undefined} onPress={() => void run('receiver.stop', {})}>
              Stop the receiver
            </Button>
          )}
          {current !== undefined && port !== 0 && current !== port && (
            <Button icon="refresh" isDisabled={busy !== undefined} onPress={() => void restart()}>
              Listen on {port} now
            </Button>
          )}
        </span>
      </div>
      {failure && <FailureNote failure={failure} />}
      <p className={style.said}>It listens on 127.0.0.1 only. While it is off, a partner’s push finds nobody there.</p>
    </>
  );
}

/** The sandbox's ports, used when it starts next. */
export function SandboxPorts() {
  return (
    <>
      <PortField name="sandboxProviderPort" label="Provider port" />
      <PortField name="sandboxPayerPort" label="Payer port" />
      <p className={style.said}>
        Used when the sandbox starts next. A taken port is replaced by any free one.{' '}
        <Button kind="bare" size="small" onPress={() => goTo('sandbox')}>
          Go to the sandbox
        </Button>
      </p>
    </>
  );
}
