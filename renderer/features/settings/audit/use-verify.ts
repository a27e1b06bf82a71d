import { useCallback, useState } from 'react';
import { type Failure, fail } from '../../../../shared/contract/errors.ts';
import { call } from '../../../api/call.ts';
import { type Operation, runOperation, useOperation } from '../../../stores/operations.ts';
import type { Verdict } from './words.ts';

/** The most a page hands over at once; a longer export is a matter of the command line. Characters. */
const longest = 1_000_000;

const name = 'audit.verify';

/** How the last verification ended, and the ways to begin one. */
export interface Verification {
  operation: Operation | undefined;
  verdict: (Verdict & { at: string; file?: string }) | undefined;
  failure: Failure | undefined;
  /** Goes through the trail; through an exported one where a file is given. */
  verify: (file?: File) => Promise<void>;
  putAway: () => void;
}

/** Verifies the trail and keeps the verdict until the next time. */
export function useVerify(): Verification {
  const operation = useOperation(name);
  const [verdict, setVerdict] = useState<Verification['verdict']>();
  const [failure, setFailure] = useState<Failure>();
  const verify = useCallback(async (file?: File) => {
    setVerdict(undefined);
    setFailure(undefined);
    const text = await file?.text();
    if (text !== undefined && text.length > longest) return setFailure(tooLong.error);
    if (text === '') return setFailure(empty.error);
    const reply = await runOperation(name, (operationId) =>
      call('audit.verify', { operationId, ...(text === undefined ? {} : { export: { value: text } }) }),
    );
    if (reply.ok) setVerdict({ ...reply.value, at: new Date().toISOString(), ...(file ? { file: file.name } : {}) });
    else if (reply.error.code !== 'cancelled') setFailure(reply.error);
  }, []);
  const putAway = useCallback(() => {
    setVerdict(undefined);
    setFailure(undefined);
  }, []);
  return { operation, verdict, failure, verify, putAway };
}

const tooLong = fail(
  'invalid-input',
  'The file is longer than a page hands over.',
  'Run switchboard audit verify FILE; it reads files of any length.',
);
const empty = fail('invalid-input', 'The file is empty.', 'Choose an exported trail.');
