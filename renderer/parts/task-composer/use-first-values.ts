import { useEffect } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { sandboxParties } from '../../../shared/domain/sandbox-parties.ts';
import { useRecord } from '../../stores/records.ts';
import { useComposing } from './composer-store.ts';
import { asksForAttachments, freshTrackingId, type TaskForm } from './task-form.ts';

/** Offers an attachment request its tracking id and the address of our receiver. Offered, not typed: that alone makes no draft. */
export function useFirstValues(form: TaskForm, partner: Connection | undefined): void {
  const receiver = useRecord('role', 'receiver');
  const ours = receiver?.running ? receiver.receiver?.submitAttachmentUrl : undefined;
  const isSandbox = partner?.origin === 'sandbox-provider';
  const { kind } = form;
  useEffect(() => {
    if (!asksForAttachments(kind)) return;
    useComposing.setState(({ form: now, task }) => {
      if (task !== undefined) return {};
      const payer = now.requester || (isSandbox ? sandboxParties.payer : '');
      return {
        form: {
          ...now,
          trackingId: now.trackingId || freshTrackingId(payer),
          payerUrl: now.payerUrl || (ours ?? ''),
        },
      };
    });
  }, [kind, ours, isSandbox]);
}
