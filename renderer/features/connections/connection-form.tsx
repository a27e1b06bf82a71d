import { useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { throughVault } from '../../stores/vault-gate.ts';
import { Button } from '../../ui/button.tsx';
import { Fold } from '../../ui/fold.tsx';
import { PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { typedSecrets, wipeSecrets } from '../../ui/secrets.ts';
import { AuthSection } from './form/auth-section.tsx';
import { Basics } from './form/basics.tsx';
import { draftOf } from './form/draft.ts';
import style from './form/form.module.css';
import { patchOf } from './form/input.ts';
import { LineSection } from './form/line-section.tsx';
import { PolicySection } from './form/policy-section.tsx';
import { countIn, isShownAtField, type Problems, problemsIn, problemsOf, type Section } from './form/problems.ts';
import { authSays, lineSays, policySays } from './form/says.ts';

interface Props {
  /** The one being changed; left out to add one. */
  connection?: Connection;
  /** With the id of what was saved; undefined when nothing was. */
  onDone: (id: string | undefined) => void;
}

const saveAction = (run: () => void): Action => ({
  id: 'connection.save',
  title: 'Save the connection',
  group: 'Run',
  keys: 'Mod+Enter',
  run,
});

const sections: readonly Section[] = ['auth', 'line', 'policy'];

/** Adds a connection, or changes one. */
export function ConnectionForm({ connection, onDone }: Props) {
  const [draft, setDraft] = useState(() => draftOf(connection));
  const [open, setOpen] = useState<ReadonlySet<Section>>(new Set(['auth']));
  const [said, setSaid] = useState<Problems>({});
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const form = useRef<HTMLDivElement>(null);
  const problems = { ...said, ...(isTried ? problemsOf(draft) : {}) };

  const turn = (section: Section, isOpen: boolean) =>
    setOpen((before) => new Set(isOpen ? [...before, section] : [...before].filter((one) => one !== section)));
  const unfold = (found: Problems) =>
    setOpen((before) => new Set([...before, ...sections.filter((section) => countIn(found, section) > 0)]));

  const save = async () => {
    const scope = form.current;
    const wrong = problemsOf(draft);
    setTried(true);
    setSaid({});
    setFailure(undefined);
    unfold(wrong);
    if (!scope || Object.keys(wrong).length > 0) return;
    // The fields are read each time it is sent: nothing typed is kept here while somebody opens the vault.
    const reply = await throughVault(async () => {
      const fields = patchOf(draft, connection, await typedSecrets(scope));
      return connection
        ? call('connections.update', { connection: connection.id, patch: fields })
        : call('connections.add', fields);
    });
    if (reply.ok) {
      wipeSecrets(scope);
      return onDone(reply.value.id);
    }
    const found = problemsIn(reply.error);
    setSaid(found);
    unfold(found);
    if (!isShownAtField(found)) setFailure(reply.error);
  };

  // The registered action stays the same; what it saves is what is written when it runs.
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useActions(useMemo(() => [saveAction(() => void latest.current())], []));

  const props = { draft, onChange: setDraft, connection, problems };
  const fold = (section: Section, title: string, says: string, children: React.ReactNode) => (
    <Fold
      title={title}
      says={says}
      isOpen={open.has(section)}
      onToggle={(isOpen) => turn(section, isOpen)}
      problems={countIn(problems, section)}
    >
      <div className={style.section}>{children}</div>
    </Fold>
  );
  return (
    <>
      <PaneHead title={connection ? `Edit ${connection.name}` : 'Add a connection'} level={2}>
        <Spring />
        <Button onPress={() => onDone(connection?.id)}>Cancel</Button>
        <Button kind="main" keys="Mod+Enter" onPress={() => void save()}>
          Save
        </Button>
      </PaneHead>
      {failure && <FailureNote failure={failure} onRetry={() => void save()} />}
      <PaneBody label="The connection">
        <div className={style.form} ref={form}>
          <Basics {...props} onSubmit={() => void save()} />
          {fold('auth', 'How they let us in', authSays(draft), <AuthSection {...props} />)}
          {fold('line', 'The line', lineSays(draft), <LineSection {...props} />)}
          {fold('policy', 'What was agreed', policySays(draft), <PolicySection {...props} />)}
        </div>
      </PaneBody>
    </>
  );
}
