import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { dig, isObject, textOf } from '../../../shared/fhir/json.ts';
import { containedResource } from '../../../shared/fhir/questionnaire/value-sets.ts';
import { call } from '../../api/call.ts';

/** The questionnaire a response answers, as far as it is at hand. */
export interface AnsweredForm {
  /** Its canonical, as the response names it. */
  url: string | undefined;
  questionnaire: unknown;
  /** True while it is being fetched. */
  isFetching: boolean;
  failure: Failure | undefined;
  /** Looks for it at the payers we know and where its address leads; nothing is fetched before. */
  fetch: () => void;
  /** What the response does against it. */
  findings: readonly Finding[];
}

/** Questionnaires that were fetched for this page, by canonical. */
const fetched = new Map<string, unknown>();

const within = (response: unknown, url: string | undefined): unknown =>
  url?.startsWith('#') ? containedResource(response, url) : undefined;

/** Finds the questionnaire of a response: inside it, else when a person asks for it. */
export function useAnsweredForm(response: unknown): AnsweredForm {
  const url = textOf(dig(response, 'questionnaire'));
  const [questionnaire, setQuestionnaire] = useState<unknown>(
    () => within(response, url) ?? (url === undefined ? undefined : fetched.get(url)),
  );
  const [isFetching, setFetching] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [findings, setFindings] = useState<readonly Finding[]>([]);

  const fetch = useCallback(() => {
    if (url === undefined) return;
    setFetching(true);
    setFailure(undefined);
    void call('questionnaires.open', { url }).then((reply) => {
      setFetching(false);
      if (!reply.ok) return setFailure(reply.error);
      fetched.set(url, reply.value.questionnaire);
      setQuestionnaire(reply.value.questionnaire);
    });
  }, [url]);

  useEffect(() => {
    if (!isObject(questionnaire) || !isObject(response)) return;
    let left = false;
    void call('questionnaires.check', { questionnaire, response }).then((reply) => {
      if (!left && reply.ok) setFindings(reply.value);
    });
    return () => {
      left = true;
    };
  }, [questionnaire, response]);

  return { url, questionnaire, isFetching, failure, fetch, findings };
}
