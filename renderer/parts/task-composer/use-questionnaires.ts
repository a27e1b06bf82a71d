import { useEffect } from 'react';
import { create } from 'zustand';
import type { Connection } from '../../../shared/domain/connection.ts';
import { dig, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import { call } from '../../api/call.ts';
import { recordsOf, useRecord, useRecords } from '../../stores/records.ts';
import type { Choice } from '../../ui/select.tsx';

const none: readonly Choice[] = [];
const useKnown = create<{ since: string; choices: readonly Choice[] }>()(() => ({ since: '', choices: none }));
let reading = '';

function choiceOf(resource: unknown): Choice[] {
  const url = textOf(dig(resource, 'url'));
  const version = textOf(dig(resource, 'version'));
  if (!url) return [];
  const title = textOf(dig(resource, 'title')) ?? textOf(dig(resource, 'name')) ?? url;
  return [{ value: version ? `${url}|${version}` : url, label: title, note: version ? `version ${version}` : '' }];
}

/** Asks the sandbox payer what questionnaires it has; the search is recorded like any other. */
async function read(since: string): Promise<void> {
  const payer = recordsOf(useRecords.getState(), 'connection').find(({ origin }) => origin === 'sandbox-payer');
  if (!payer) return;
  const found = await call('queries.search', { partner: { connection: payer.id }, query: 'Questionnaire' });
  if (!found.ok) return;
  const bundle = await call('queries.entry', { exchangeId: found.value.exchangeId });
  if (!bundle.ok) return;
  const resources = objectsOf(dig(bundle.value.resource, 'entry')).map(({ resource }) => resource);
  useKnown.setState({ since, choices: resources.flatMap(choiceOf) });
}

/** Questionnaires to choose from: the sandbox payer's, where the partner is the sandbox. Of anybody else none are known. */
export function useQuestionnaires(partner: Connection): readonly Choice[] {
  const sandbox = useRecord('role', 'sandbox');
  const known = useKnown();
  const since = partner.origin === 'sandbox-provider' && sandbox?.running ? (sandbox.since ?? 'now') : '';
  useEffect(() => {
    if (since === '' || reading === since) return;
    reading = since;
    void read(since);
  }, [since]);
  return since !== '' && known.since === since ? known.choices : none;
}
