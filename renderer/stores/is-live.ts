import { useLifeline } from '../api/lifeline.ts';

/** Whether changes reach this page at the moment: what it shows as going on by itself may otherwise have stood still. */
export const useIsLive = (): boolean => useLifeline() === 'live';
