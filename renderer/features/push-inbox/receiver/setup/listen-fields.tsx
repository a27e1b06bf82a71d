import { PortField } from '../../../../parts/port-field.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { ResultFigure } from '../../../../ui/figures.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from '../receiver.module.css';
import type { SetupDraft, setupProblems } from './setup-draft.ts';

const hosts = [
  { value: '127.0.0.1', label: '127.0.0.1', note: 'this machine alone' },
  { value: '0.0.0.0', label: '0.0.0.0', note: 'every network it is in' },
  { value: '::', label: '::', note: 'every network, IPv6 too' },
];

interface Props {
  draft: SetupDraft;
  problems: ReturnType<typeof setupProblems>;
  /** What listening there means, in sentences. */
  warnings: readonly string[];
  onPatch: (change: Partial<SetupDraft>) => void;
}

/** Where the receiver listens, and what partners are told instead. */
export function ListenFields({ draft, problems, warnings, onPatch }: Props) {
  return (
    <fieldset className={style.group}>
      <legend>Where it listens</legend>
      <div className={style.two}>
        <ComboBox label="Address" mono value={draft.host} choices={hosts} onChange={(host) => onPatch({ host })} />
        <PortField name="receiverPort" label="Port" />
      </div>
      {problems.host && <p role="alert">{problems.host}</p>}
      {warnings.length > 0 && (
        <ul className={style.warnings} aria-label="What this means">
          {warnings.map((warning) => (
            <li key={warning}>
              <ResultFigure result="warn" silent />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <TextField
        label="Address partners are told, where it is another"
        mono
        value={draft.publicUrl}
        error={problems.publicUrl}
        placeholder="https://push.example"
        hint="A tunnel’s or a router’s. The receiver itself goes on listening above."
        onChange={(publicUrl) => onPatch({ publicUrl })}
      />
    </fieldset>
  );
}
