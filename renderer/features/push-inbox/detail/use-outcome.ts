import { useEffect, useState } from 'react';
import type { Push } from '../../../../shared/domain/push.ts';
import { conceptText } from '../../../../shared/fhir/datatype.ts';
import { dig, objectsOf, textOf, typeOfResource } from '../../../../shared/fhir/json.ts';
import { call } from '../../../api/call.ts';

/** One issue of the OperationOutcome we sent. */
export interface SentIssue {
  severity: string;
  code: string;
  words: string;
}

/** What our answer carried: nothing, an OperationOutcome, or other words. */
export type SentBody = { empty: true } | { issues: SentIssue[] } | { text: string };

/** More of an answer of ours than this is not read. */
const most = 65_536;

function readBody(text: string): SentBody {
  if (text.trim() === '') return { empty: true };
  try {
    const outcome: unknown = JSON.parse(text);
    if (typeOfResource(outcome) !== 'OperationOutcome') return { text: text.slice(0, 400) };
    const issues = objectsOf(dig(outcome, 'issue')).map((issue) => ({
      severity: textOf(issue.severity) ?? 'error',
      code: textOf(issue.code) ?? '',
      words: [conceptText(issue.details), textOf(issue.diagnostics)].filter(Boolean).join(' '),
    }));
    return { issues };
  } catch {
    return { text: text.slice(0, 400) };
  }
}

/** The body we answered a push with, once there is one. */
export function useSentBody({ exchangeId, answered }: Push): SentBody | undefined {
  const [body, setBody] = useState<SentBody>();
  useEffect(() => {
    setBody(undefined);
    if (answered === null) return;
    let left = false;
    void call('exchanges.body', { id: exchangeId, side: 'response', length: most }).then((reply) => {
      // An answer without a body has none to read.
      if (!left) setBody(reply.ok ? readBody(reply.value.text) : { empty: true });
    });
    return () => {
      left = true;
    };
  }, [exchangeId, answered]);
  return body;
}
