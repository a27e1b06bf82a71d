import type { Capability } from '../../../shared/contract/capabilities.ts';
import type { HostInfo } from '../../../shared/contract/host.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import { Part } from '../../ui/pane.tsx';
import style from './settings.module.css';
import { useHostInfo } from './use-host-info.ts';

const hosts: Record<HostInfo['host'], string> = {
  electron: 'Desktop window',
  loopback: 'Browser on this machine',
  cli: 'Command line',
};

const abilities: Record<Capability, string> = {
  environment: 'read environment variables and files a command names',
  'write-files': 'write to a folder a command names',
  'open-links': 'open a browser',
  stay: 'keep receiver, polling and sandbox running',
};

/** What this console is, where its data lies, and what it may do here. */
export function About() {
  const { info, failure } = useHostInfo();
  if (failure) return <FailureNote failure={failure} />;
  if (!info) return null;
  return (
    <>
      <Part level={2} title="Data">
        <p className={style.now}>
          <code>{info.dataFolder}</code>
          <CopyButton text={info.dataFolder} label="Copy data folder" size="small" />
        </p>
        <p className={style.said}>
          Records, bodies, the vault and the audit trail lie there and nowhere else. Several consoles may share one
          folder.
        </p>
      </Part>
      <Part level={2} title="What the console can do here">
        <ul className={style.abilities}>
          {(Object.keys(abilities) as Capability[]).map((name) => (
            <li key={name}>
              <ResultFigure result={info.capabilities.includes(name) ? 'ok' : 'unchecked'} silent />
              {info.capabilities.includes(name) ? 'It can' : 'It cannot'} {abilities[name]}
            </li>
          ))}
        </ul>
      </Part>
      <Part level={2} title="About">
        <Facts
          facts={[
            ['Switchboard', info.version],
            ['Host', hosts[info.host]],
            ['Node', <code key="n">{info.node}</code>],
            ['Platform', <code key="p">{info.platform}</code>],
            ['CDex', 'writes 2.1, reads all'],
          ]}
        />
        <p className={style.said}>No account, no telemetry. Only the partners you name are called.</p>
      </Part>
    </>
  );
}
