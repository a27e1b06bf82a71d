import { FailureNote } from '../../parts/failure-note.tsx';
import { practiceNames, practiseAuthorization, usePractice } from '../../stores/practice.ts';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import style from './sandbox.module.css';

/** The short way to a connection that is let in by key, with its check-up. */
export function PracticePart({ isBusy }: { isBusy: boolean }) {
  const { step, failure } = usePractice();
  return (
    <Part level={2} title="Practise authorization">
      <p className={style.said}>
        Makes a key, a connection “{practiceNames.connection}” that signs with it, and a client the sandbox knows; has
        the sandbox ask for tokens; then opens the check-up. Break it afterwards with a fault, and read the explanation.
      </p>
      <div className={style.row}>
        <Button
          kind="main"
          icon="check-up"
          keys="a"
          isDisabled={isBusy || step !== undefined}
          onPress={() => void practiseAuthorization()}
        >
          {step ?? 'Practise authorization'}
        </Button>
      </div>
      {failure && <FailureNote failure={failure} onRetry={() => void practiseAuthorization()} />}
    </Part>
  );
}
