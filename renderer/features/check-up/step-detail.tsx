import {
  type CheckUp,
  type CheckUpStep,
  type CheckUpStepName,
  checkUpTitles,
} from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { DiagnosisView } from '../../parts/diagnosis-view.tsx';
import { headlineOf } from '../../parts/diagnosis-words.ts';
import { DiscoveryPart } from '../../parts/discovery-view/discovery-view.tsx';
import { ExchangeLink } from '../../parts/exchange-link.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { TlsPart } from '../../parts/tls-view/tls-view.tsx';
import { TokenInspector } from '../../parts/token-inspector/token-inspector.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Result, ResultFigure } from '../../ui/figures.tsx';
import { goToEdit } from './go-to-edit.ts';
import style from './line-test.module.css';
import { letterOf } from './letter.ts';
import type { Fix } from './use-fix.ts';
import { looksAt, resultOf } from './words.ts';

interface Props {
  connection: Connection;
  checkUp: CheckUp | undefined;
  name: CheckUpStepName;
  fix: Fix | undefined;
}

/** What is to be said of one step: the diagnosis, and below it what it rests on. */
export function StepDetail({ connection, checkUp, name, fix }: Props) {
  const step = checkUp?.steps.find((one) => one.name === name);
  return (
    <>
      <Verdict connection={connection} checkUp={checkUp} step={step} name={name} fix={fix} />
      {fix?.failure && <FailureNote failure={fix.failure} />}
      {name === 'tls' && <TlsPart connection={connection} />}
      {name === 'discovery' && <DiscoveryPart connectionId={connection.id} />}
      {name === 'authorization' && <TokenInspector connection={connection} told={step?.diagnosis?.code} />}
    </>
  );
}

const verdicts: Record<Result, string> = {
  ok: 'is well',
  warn: 'is usable, with a warning',
  fail: 'failed',
  unchecked: 'was not checked',
};

function Verdict({ connection, checkUp, step, name, fix }: Props & { step: CheckUpStep | undefined }) {
  const result = step ? resultOf(step.status) : 'unchecked';
  const diagnosis = step?.diagnosis;
  const title = checkUpTitles[name];
  // A headline that is the diagnosis word for word would say nothing new.
  const cause = diagnosis && result === 'fail' ? headlineOf(diagnosis) : undefined;
  const headline = cause === diagnosis?.message ? undefined : cause;
  const st = result === 'fail' || result === 'warn' ? result : undefined;
  return (
    <article className={style.diagnosis} data-st={st}>
      <header>
        <ResultFigure result={result} />
        <h2>{headline ?? `${title} ${verdicts[result]}`}</h2>
      </header>
      {step && diagnosis && checkUp && result !== 'ok' ? (
        <DiagnosisView diagnosis={diagnosis} exchangeId={step.exchangeIds.at(-1)}>
          {fix && (
            <Button kind="main" keys="Enter" onPress={fix.run}>
              {fix.label}
            </Button>
          )}
          <Button keys="e" onPress={() => goToEdit(connection.id)}>
            Edit connection
          </Button>
          <CopyButton text={letterOf(step, diagnosis, checkUp, connection)} label="Copy for partner" words />
        </DiagnosisView>
      ) : (
        <>
          <p className={style.said}>{step?.detail ?? `What it looks at: ${looksAt[name]}`}</p>
          {step && step.exchangeIds.length > 0 && (
            <p className={style.links}>
              Exchanges
              {step.exchangeIds.map((id) => (
                <ExchangeLink key={id} id={id} />
              ))}
            </p>
          )}
        </>
      )}
    </article>
  );
}
