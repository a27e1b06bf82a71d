import { useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { DiagnosisView } from '../../../parts/diagnosis-view.tsx';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useAccessState } from '../../../parts/use-access-state.ts';
import { OperationProgress } from '../../../parts/operation-progress.tsx';
import { askingFor } from '../../../stores/explanations.ts';
import { useOperation } from '../../../stores/operations.ts';
import { useRecord } from '../../../stores/records.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatMoment } from '../../../ui/format.ts';
import { MonoId } from '../../../ui/mono-id.tsx';
import { Part } from '../../../ui/pane.tsx';
import { TokenRing } from '../../../ui/token-ring.tsx';
import style from './detail.module.css';
import { SignInProgress } from './sign-in-progress.tsx';
import type { TokenActions } from './use-token-actions.ts';

/** The token in hand or why there is none, and the ways to get one or to give it back. */
export function TokenPart({ connection, actions }: { connection: Connection; actions: TokenActions }) {
  const { st, words, share } = useAccessState(connection);
  const access = useRecord('access', connection.id);
  const asking = useOperation(askingFor(connection.id));
  const { failure, get, signIn, signOut, register, inspect, signingIn } = actions;
  const isUnregistered = connection.auth.method === 'udap' && !connection.auth.clientId;
  const isSignIn = connection.auth.method === 'code';
  const token = access?.token;
  const isBusy = asking !== undefined || signingIn !== undefined;
  return (
    <>
      <Part
        title="Token"
        actions={
          <span className={style.actions}>
            {isUnregistered && (
              <Button kind="main" isDisabled={isBusy} onPress={() => register()}>
                Register
              </Button>
            )}
            {isSignIn && !token ? (
              <Button kind="main" keys="t" icon="external" isDisabled={isBusy} onPress={signIn}>
                Sign in
              </Button>
            ) : (
              <Button keys="t" icon="key" isDisabled={isBusy} onPress={get}>
                {token ? 'Get a new token' : 'Get token'}
              </Button>
            )}
            {token && <Button onPress={signOut}>{isSignIn ? 'Sign out' : 'Give it back'}</Button>}
            <Button onPress={inspect}>Inspect</Button>
          </span>
        }
      >
        <p className={style.state} data-st={st}>
          <TokenRing st={st} share={share} />
          <b>{words}</b>
          {access?.refusal && <span>{formatMoment(access.refusal.at)}</span>}
        </p>
        {token && (
          <Facts
            facts={[
              ['Got', formatMoment(token.obtainedAt)],
              ['Ends', token.expiresAt ? formatMoment(token.expiresAt) : 'the partner does not say'],
              ['Type', token.tokenType],
              ['Refreshed', token.refreshable ? 'by its refresh token' : 'no, asked for anew'],
              ['Bound to', token.boundTo ? <MonoId key="b" id={token.boundTo} /> : 'nobody: whoever has it may use it'],
              ['By', token.exchangeId && <ExchangeLink key="x" id={token.exchangeId} />],
            ]}
          />
        )}
        {access?.refusal && !token && (
          <div className={style.refusal}>
            <DiagnosisView diagnosis={access.refusal.diagnosis} exchangeId={access.refusal.exchangeId} />
          </div>
        )}
      </Part>
      {asking && <OperationProgress operation={asking} label="Asking for a token" withAddress />}
      {signingIn && <SignInProgress operation={signingIn} />}
      <Failed
        failure={failure}
        shown={token ? undefined : access?.refusal?.diagnosis.message}
        onAnyway={() => register(true)}
      />
    </>
  );
}

interface FailedProps {
  failure: Failure | undefined;
  shown: string | undefined;
  /** Registers although nobody vouches for the partner's metadata. */
  onAnyway: () => void;
}

/** A failure that is not the refusal shown already. */
function Failed({ failure, shown, onAnyway }: FailedProps) {
  const [hidden, setHidden] = useState<Failure>();
  if (!failure || failure === hidden || failure.code === 'cancelled') return null;
  if (failure.diagnosis && failure.diagnosis.message === shown) return null;
  return (
    <FailureNote failure={failure}>
      {failure.diagnosis?.code === 'udap-metadata-untrusted' && (
        <Button size="small" icon="warn" onPress={onAnyway}>
          Register anyway
        </Button>
      )}
      <Button size="small" onPress={() => setHidden(failure)}>
        Put away
      </Button>
    </FailureNote>
  );
}
