import { type SampleName, sandboxSamples } from '../../../shared/domain/sandbox-samples.ts';
import { useRecord } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Elided } from '../../ui/elided.tsx';
import { Part } from '../../ui/pane.tsx';
import { Select } from '../../ui/select.tsx';
import style from './sandbox.module.css';

interface Props {
  isBusy: boolean;
  /** What is pushed, here and about a member. */
  sample: SampleName;
  onSample: (sample: SampleName) => void;
  onPush: () => void;
}

/** Where the two servers and our own receiver are, and a push from one to the other. */
export function Addresses({ isBusy, sample, onSample, onPush }: Props) {
  const sandbox = useRecord('role', 'sandbox')?.sandbox;
  const receiver = useRecord('role', 'receiver');
  const listening = receiver?.running ? receiver.receiver : undefined;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Provider, FHIR base', sandbox?.provider.fhirBaseUrl],
    ['Payer, FHIR base', sandbox?.payer.fhirBaseUrl],
    ['Payer, $submit-attachment', sandbox?.payer.submitAttachmentUrl],
    ['My receiver', listening?.submitAttachmentUrl],
  ];
  return (
    <>
      <Part level={2} title="Addresses">
        <dl className={style.addresses}>
          {lines.map(([label, url]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <code>{url ? <Elided text={url} tail={18} /> : 'off'}</code>
                {url && <CopyButton text={url} label={`Copy address of ${label}`} size="small" />}
              </dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part level={2} title="Push">
        <p className={style.said}>
          The sandbox provider submits unsolicited attachments to your receiver, as a partner would: a POST of
          $submit-attachment over HTTP.
        </p>
        <div className={style.locks}>
          <Select
            label="What is pushed"
            value={sample}
            onChange={onSample}
            choices={sandboxSamples.map(({ name, title }) => ({ value: name, label: title }))}
            hint={sandboxSamples.find(({ name }) => name === sample)?.says}
          />
          <div className={style.row}>
            <Button icon="push" isDisabled={isBusy || !sandbox || !listening} onPress={onPush}>
              Push a document to my receiver
            </Button>
            {!listening && (
              <Button kind="bare" onPress={() => goTo('settings')}>
                Start the receiver in Settings
              </Button>
            )}
          </div>
        </div>
      </Part>
    </>
  );
}
