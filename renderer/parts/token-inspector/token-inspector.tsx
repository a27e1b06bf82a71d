import { type ReactNode, useState } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { DiagnosisCode } from '../../../shared/domain/diagnosis.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { OperationProgress } from '../operation-progress.tsx';
import { askingFor, useExplanation } from '../../stores/explanations.ts';
import { useOperation } from '../../stores/operations.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatWhen } from '../../ui/format.ts';
import { Part } from '../../ui/pane.tsx';
import { SegmentTabs } from '../../ui/segment-tabs.tsx';
import { asksForToken } from '../auth-words.ts';
import { DiagnosisView } from '../diagnosis-view.tsx';
import { FailureNote } from '../failure-note.tsx';
import { ScopeList, scopeWords } from '../scope-list.tsx';
import { Clocks } from './clocks.tsx';
import {
  accessTokenSections,
  assertionSections,
  type InspectorSection,
  requestSections,
  responseSections,
} from './inspector-rows.ts';
import { InspectorTable } from './inspector-table.tsx';
import style from './token-inspector.module.css';

interface Props {
  connection: Connection;
  /** The cause that stands above it already. */
  told?: DiagnosisCode | undefined;
}

/** The last attempt to get a token from a partner, taken apart: why it went wrong, and everything it rests on. */
export function TokenInspector({ connection, told }: Props) {
  const [{ value, failure }, ask] = useExplanation(connection.id);
  const operation = useOperation(askingFor(connection.id));
  if (!asksForToken(connection.auth.method)) return null;
  return (
    <>
      {operation && <OperationProgress operation={operation} label="Asking for a token" withAddress />}
      {failure && !operation && <FailureNote failure={failure} onRetry={ask} />}
      {value ? (
        <Explained explanation={value} told={told}>
          <Button size="small" icon="refresh" isDisabled={operation !== undefined} onPress={ask}>
            Ask now
          </Button>
        </Explained>
      ) : (
        !operation && (
          <Part title="Token inspector">
            <Empty
              title="No token was asked for since this console started"
              actions={<Button onPress={ask}>Ask now</Button>}
            >
              Each attempt is taken apart: what we said, what came back, and which part of it does not fit.
            </Empty>
          </Part>
        )
      )}
    </>
  );
}

/** Why a view of the inspector is empty. */
function whyEmpty(view: string, { granted, response, diagnosis }: TokenExplanation): string {
  if (view === 'Assertion') return 'This method signs no assertion.';
  if (view === 'Request') return 'Nothing was sent.';
  if (view === 'Response') return response ? 'The answer was empty.' : `No answer came. ${diagnosis.message}`;
  return granted ? 'It shows nothing of itself.' : 'None was granted.';
}

interface ExplainedProps extends Pick<Props, 'told'> {
  explanation: TokenExplanation;
  children: ReactNode;
}

function Explained({ explanation, told, children }: ExplainedProps) {
  const { response, scopes, clock, granted, at, diagnosis, exchangeId } = explanation;
  const [chosen, setChosen] = useState<string>();
  const views: [id: string, sections: InspectorSection[], note?: string][] = [
    ['Assertion', assertionSections(explanation)],
    ['Request', requestSections(explanation)],
    ['Response', responseSections(explanation), response && String(response.status)],
    ['Access token', accessTokenSections(explanation)],
  ];
  const first = views.find(([, sections]) => sections.length > 0)?.[0] ?? 'Request';
  const compared = { ...scopes, hasToken: granted };
  return (
    <>
      {diagnosis.code !== 'granted' && diagnosis.code !== told && (
        <div className={style.cause} data-st={granted ? 'warn' : 'fail'}>
          <DiagnosisView diagnosis={diagnosis} exchangeId={exchangeId} />
        </div>
      )}
      <SegmentTabs
        title="Token inspector"
        selected={chosen ?? first}
        onSelect={setChosen}
        items={views.map(([id, sections, note]) => ({
          id,
          label: id,
          note,
          content:
            sections.length > 0 ? (
              <InspectorTable label={id} sections={sections} />
            ) : (
              <p className={style.none}>{whyEmpty(id, explanation)}</p>
            ),
        }))}
      >
        <span className={style.when}>{formatWhen(at)}</span>
        {children}
      </SegmentTabs>
      {clock && <Clocks clock={clock} />}
      <Part title="Scopes" count={scopeWords(compared)}>
        <ScopeList {...compared} />
      </Part>
    </>
  );
}
