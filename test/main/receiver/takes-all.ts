import { type Guard, originForm } from '../../../main/receiver/guard.ts';
import type { Place } from '../../../main/receiver/placement.ts';

/** Lets everybody in. */
export const openGuard: Guard = {
  admit: (request) => ({ headerNames: [], secrets: [], url: originForm(request.url) }),
  hidden: { headerNames: [], secrets: [] },
};

/** Knows nothing. */
export const placeNowhere: Place = () => ({});
