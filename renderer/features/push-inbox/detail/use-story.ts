import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Push, PushStory } from '../../../../shared/domain/push.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { call } from '../../../api/call.ts';
import { useRecords } from '../../../stores/records.ts';
import { changedIds } from '../../../stores/table.ts';

/** What is known around a push. */
export interface Story {
  /** The last one read; stays while it is read again. */
  story?: PushStory;
  failure?: Failure;
  again: () => void;
}

const idValue = (trackingId: string | undefined) => trackingId && identifierValue(trackingId);

/** The story of a push, read again when the push, its Task or another push of its tracking id changes. */
export function useStory({ id, trackingId, match }: Push): Story {
  const [state, setState] = useState<{ id: string; story?: PushStory; failure?: Failure }>();
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  const taskId = match?.taskId;

  useEffect(() => {
    let left = false;
    void turn;
    void call('inbox.story', { id }).then((reply) => {
      if (left) return;
      setState((before) => {
        const story = before?.id === id ? before.story : undefined;
        return reply.ok ? { id, story: reply.value } : { id, ...(story && { story }), failure: reply.error };
      });
    });
    return () => {
      left = true;
    };
  }, [id, turn]);

  useEffect(() => {
    let before = useRecords.getState();
    const value = idValue(trackingId);
    return useRecords.subscribe((now) => {
      const { push: pushes, task: tasks } = before;
      before = now;
      if (pushes === now.push && tasks === now.task) return;
      const touches = changedIds(pushes, now.push).some((one) => {
        const record = now.push.byId.get(one);
        return (
          one === id || record?.duplicateOf === id || (value !== undefined && idValue(record?.trackingId) === value)
        );
      });
      if (touches || (taskId !== undefined && tasks.byId.get(taskId) !== now.task.byId.get(taskId))) again();
    });
  }, [id, trackingId, taskId, again]);

  return { ...(state?.id === id && { story: state.story, failure: state.failure }), again };
}
