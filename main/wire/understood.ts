import type { Push } from '../../shared/domain/push.ts';

/** What a received body is: the part of a push that comes from its content. */
export type Understood = Pick<
  Push,
  | 'kind'
  | 'title'
  | 'attachments'
  | 'findings'
  | 'trackingId'
  | 'attachTo'
  | 'memberId'
  | 'payerId'
  | 'providerId'
  | 'organizationId'
  | 'serviceDate'
  | 'final'
  | 'adminRef'
  | 'signed'
  | 'digest'
  | 'notification'
>;
