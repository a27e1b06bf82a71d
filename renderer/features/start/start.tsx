import { useMemo } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Roads } from './roads.tsx';
import { openSandbox, SandboxCard } from './sandbox-card.tsx';
import { baseFieldId, PartnerCard } from './partner-card.tsx';
import style from './start.module.css';

const hints: readonly [keys: string, what: string][] = [
  ['Mod+K', 'anything'],
  ['Mod+J', 'the wire'],
  ['g e', 'go to Exchanges'],
  ['j', 'next row'],
  ['/', 'filter'],
  ['?', 'all keys'],
];

/** The first screen: the sandbox or a partner, and what the three roads look like. */
export function Start() {
  const actions = useMemo(
    (): Action[] => [
      { id: 'start.sandbox', title: 'Open the sandbox', group: 'Run', keys: '1', run: () => void openSandbox() },
      {
        id: 'start.partner',
        title: 'Connect to a partner',
        group: 'Run',
        keys: '2',
        run: () => document.querySelector<HTMLInputElement>(`#${baseFieldId} input`)?.focus(),
      },
    ],
    [],
  );
  useActions(actions);
  return (
    <div className={`${style.first} scroll`} data-pane>
      <div className={style.inner}>
        <header>
          <h1>What would you like to look at first?</h1>
          <p>Switchboard shows what passes between a payer and a provider, and says why when it does not.</p>
        </header>
        <div className={style.choices}>
          <SandboxCard />
          <PartnerCard />
        </div>
        <Roads />
        <footer className={style.foot}>
          <ul>
            {hints.map(([keys, what]) => (
              <li key={keys}>
                <KeyHint keys={keys} /> {what}
              </li>
            ))}
          </ul>
          <p>No account. What you record stays in this machine’s data folder.</p>
        </footer>
      </div>
    </div>
  );
}
