import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Reach } from '../../../../shared/domain/receiver.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { Button } from '../../../ui/button.tsx';
import { ReachView } from './reach-view.tsx';
import style from './receiver.module.css';

/** Who can reach the receiver: tried once when it is shown, and whenever a person wants to know. */
export function ReachPart() {
  const [reach, setReach] = useState<Reach>();
  const { busy, failure, run } = useCommands();
  const look = useCallback(async () => {
    const reply = await run('receiver.reach', {});
    if (reply.ok) setReach(reply.value);
  }, [run]);
  useEffect(() => {
    void look();
  }, [look]);
  useActions(
    useMemo(
      (): Action[] => [
        { id: 'receiver.look', title: 'Try the receiver’s addresses', group: 'Run', keys: 'r', run: () => void look() },
      ],
      [look],
    ),
  );
  return (
    <section className={style.part} aria-label="Who can reach it">
      <h2 className={style.title}>
        Who can reach it
        <Button size="small" icon="refresh" keys="r" isDisabled={busy !== undefined} onPress={() => void look()}>
          {busy ? 'Trying' : 'Try again'}
        </Button>
      </h2>
      {failure && <FailureNote failure={failure} />}
      {reach && <ReachView reach={reach} />}
      {!reach && busy && <p className={style.lead}>Trying the addresses of this machine.</p>}
    </section>
  );
}
