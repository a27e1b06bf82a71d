import type { ComponentProps } from 'react';
import { FailureNote } from '../../parts/failure-note.tsx';
import { PortField } from '../../parts/port-field.tsx';
import { receiverPlace } from '../../parts/push-view/places.ts';
import { useRecord } from '../../stores/records.ts';
import { useSettings } from '../../stores/settings.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Light } from '../../ui/figures.tsx';
import style from './settings.module.css';

/** A port with its label beside it. */
function PortSetting(props: { name: ComponentProps<typeof PortField>['name']; label: string }) {
  return (
    <div className={style.setting}>
      <span>{props.label}</span>
      <span className={style.port}>
        <PortField quiet {...props} />
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
      <PortSetting name="receiverPort" label="Port" />
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
      <p className={style.said}>
        While it is off, a partner’s push finds nobody there.{' '}
        <Button kind="bare" size="small" onPress={() => goTo('push-inbox', receiverPlace)}>
          Go to the receiver
        </Button>
      </p>
    </>
  );
}

/** The sandbox's ports, used when it starts next. */
export function SandboxPorts() {
  return (
    <>
      <PortSetting name="sandboxProviderPort" label="Provider port" />
      <PortSetting name="sandboxPayerPort" label="Payer port" />
      <p className={style.said}>
        Used when the sandbox starts next. A taken port is replaced by any free one.{' '}
        <Button kind="bare" size="small" onPress={() => goTo('sandbox')}>
          Go to the sandbox
        </Button>
      </p>
    </>
  );
}
