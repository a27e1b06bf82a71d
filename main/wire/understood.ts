import type { SaidBySubmission } from '../../shared/cdex/read-submission.ts';
import type { Push } from '../../shared/domain/push.ts';

/** What a received body is: the part of a push that comes from its content. */
export type Understood = Pick<
  Push,
  SaidBySubmission | 'kind' | 'title' | 'attachments' | 'findings' | 'digest' | 'notification'
>;
