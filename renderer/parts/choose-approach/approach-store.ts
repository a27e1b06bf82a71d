import { create } from 'zustand';

/** Whether the question "Which approach?" is open. */
export const useApproachAsked = create<{ isOpen: boolean }>()(() => ({ isOpen: false }));

/** Asks which approach fits. */
export const openApproach = (): void => useApproachAsked.setState({ isOpen: true });

/** Ends the question. */
export const closeApproach = (): void => useApproachAsked.setState({ isOpen: false });
