import type { TaskRecord } from '../../shared/domain/task.ts';
import type { Partner } from '../exchange/partner.ts';

/** A Task's record, and whom to ask about it. */
export interface TaskAndPartner {
  record: TaskRecord;
  partner: Partner;
}
