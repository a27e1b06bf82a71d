import { useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { edit, useComposing } from './composer-store.ts';
import type { Partners } from './partners.ts';
import { requestFrom } from './submission-request.ts';
import { targetOf } from './use-draft.ts';
import type { Preview } from './use-preview.ts';

/** Larger Parameters are only read here: drawing each change of them would lag behind the typing. */
const mostBytes = 256 * 1024;

/** Writing the Parameters as JSON in place of the form. */
export interface JsonSide {
  canEdit: boolean;
  failure: Failure | undefined;
  open: () => void;
  drop: () => void;
}

const drop = () => edit({ text: undefined });

/** The JSON side: the whole Parameters are fetched to be edited, while they are small. */
export function useJson({ payer, source }: Partners, { composed, isStale }: Preview): JsonSide {
  const [failure, setFailure] = useState<Failure>();
  const open = async () => {
    setFailure(undefined);
    const begun = useComposing.getState();
    const { form, key, answers } = begun;
    const reply = await call('submissions.compose', {
      request: requestFrom(form, source?.id ?? ''),
      ...targetOf(payer, begun),
      ...(answers ? { taskId: answers.taskId } : {}),
      whole: true,
    });
    if (!reply.ok) return setFailure(reply.error);
    if (useComposing.getState().key !== key) return;
    edit({ text: JSON.stringify(reply.value.parameters, null, 2) });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('textarea[aria-label="Parameters as JSON"]')?.focus(),
    );
  };
  return {
    canEdit: composed !== undefined && !isStale && composed.bytes <= mostBytes,
    failure,
    open: () => void open(),
    drop,
  };
}
