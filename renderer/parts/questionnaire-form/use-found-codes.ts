import { useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import { call } from '../../api/call.ts';
import { type Option, optionOf } from './answer-values.ts';

/** Pause in typing, in milliseconds, after which a search is sent. */
const pause = 250;
/** Codes asked for at once; more are found by typing on. */
const most = 20;

/** A value set that is searched at a server. */
export interface Searched {
  server: PartnerInput;
  /** Its canonical. */
  valueSet: string;
}

/** What a search has come to. */
export interface FoundOptions {
  state: 'idle' | 'searching' | 'found' | 'refused';
  options: readonly Option[];
  /** How many fit, where that is known. */
  total?: number;
  failure?: Failure;
}

const nothing: FoundOptions = { state: 'idle', options: [] };

/** Those of a list whose words fit. */
function listed(options: readonly Option[], text: string): FoundOptions {
  const wanted = text.toLowerCase();
  const fitting = options.filter(({ key, label }) => `${label} ${key}`.toLowerCase().includes(wanted));
  return { state: 'found', options: fitting.slice(0, most), total: fitting.length };
}

const asOption = (value: TypedAnswer['value']): Option => optionOf({ type: 'Coding', value });

/**
 * The options that fit what is typed, of a list or of a value set at a server: asked after a pause, and stopped when something else is
 * typed. `again` counts how often the same was asked for anew. The source must stay the same object while it is the same.
 */
export function useFoundCodes(source: Searched | readonly Option[], text: string, again: number): FoundOptions {
  const [found, setFound] = useState<FoundOptions>(nothing);
  const wanted = useMemo(() => ({ filter: text.trim(), again }), [text, again]);
  useEffect(() => {
    const { filter } = wanted;
    if (filter === '') return setFound(nothing);
    if (!('server' in source)) return setFound(listed(source, filter));
    setFound(({ options }) => ({ state: 'searching', options }));
    const search = { isAsked: false, isOver: false, operationId: crypto.randomUUID() };
    const ask = async () => {
      search.isAsked = true;
      const reply = await call('questionnaires.findCodes', {
        partner: source.server,
        valueSet: source.valueSet,
        filter,
        count: most,
        operationId: search.operationId,
      });
      if (search.isOver) return;
      search.isOver = true;
      if (!reply.ok) return setFound({ state: 'refused', options: [], failure: reply.error });
      const { codes, total } = reply.value;
      setFound({ state: 'found', options: codes.map(asOption), ...(total !== undefined && { total }) });
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      if (search.isAsked && !search.isOver) void call('operations.cancel', { operationId: search.operationId });
      search.isOver = true;
    };
  }, [source, wanted]);
  return found;
}
