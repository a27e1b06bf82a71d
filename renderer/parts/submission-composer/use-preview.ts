import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ComposedSubmission } from '../../../shared/contract/submissions.ts';
import { call } from '../../api/call.ts';
import { type Operation, runOperation, useOperation } from '../../stores/operations.ts';
import { useComposing } from './composer-store.ts';
import { lacksContent } from './lacks.ts';
import type { Partners } from './partners.ts';
import type { CardForm } from './submission-form.ts';
import { requestFrom } from './submission-request.ts';
import { targetOf } from './use-draft.ts';

/** Pause in typing, in milliseconds, after which the Parameters are made anew. */
const pause = 500;
const previewName = 'submission preview';

/** Content that has to be fetched from a partner first: that is done when a person asks for it, not while typing. */
const isElsewhere = ({ kind }: CardForm): boolean => kind === 'reference' || kind === 'query' || kind === 'document';

/** The Parameters as they would be sent, as far as they were made. */
export interface Preview {
  composed: ComposedSubmission | undefined;
  /** What is typed is no longer what is shown. */
  isStale: boolean;
  failure: Failure | undefined;
  /** Some content is at a partner: fetching waits for `make`. */
  waits: boolean;
  /** Some attachment has no content yet. */
  isOpen: boolean;
  make: () => void;
  operation: Operation | undefined;
}

/** Makes the Parameters after each pause in typing, or when asked to where that means fetching. */
export function usePreview({ payer, source }: Partners): Preview {
  const { form, to, text } = useComposing();
  const [made, setMade] = useState<{ about: unknown; composed?: ComposedSubmission; failure?: Failure }>();
  const operation = useOperation(previewName);
  const asked = useRef(0);
  const isOpen = form.cards.some(lacksContent);
  const waits = form.cards.some(isElsewhere);

  const make = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const begun = useComposing.getState();
    const reply = await runOperation(previewName, (operationId) =>
      call('submissions.compose', {
        request: requestFrom(begun.form, source?.id ?? ''),
        ...targetOf(payer, begun),
        ...(begun.answers ? { taskId: begun.answers.taskId } : {}),
        operationId,
      }),
    );
    if (mine !== asked.current) return;
    setMade({ about: begun.form, ...(reply.ok ? { composed: reply.value } : { failure: reply.error }) });
  }, [payer, source?.id]);

  useEffect(() => {
    void form;
    void to;
    if (isOpen || waits || text !== undefined) return;
    const timer = setTimeout(() => void make(), pause);
    return () => clearTimeout(timer);
  }, [form, to, isOpen, waits, text, make]);

  return {
    composed: isOpen ? undefined : made?.composed,
    isStale: made !== undefined && made.about !== form,
    failure: isOpen ? undefined : made?.failure,
    waits,
    isOpen,
    make: () => void make(),
    operation,
  };
}
