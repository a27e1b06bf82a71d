import type { Closing } from '../../../../shared/domain/subscription.ts';

/** What becomes of a subscription when the console closes: the choice, and what it means. */
export const closingWords: Record<Closing, { label: string; says: string }> = {
  resume: {
    label: 'removed, asked for again',
    says: 'Removed at the partner when the console closes, and asked for again at its next start; Tasks that changed meanwhile are read then.',
  },
  keep: {
    label: 'kept there',
    says: 'The partner keeps it and goes on sending, though nobody listens. The next start asks what was missed.',
  },
  end: {
    label: 'removed for good',
    says: 'Removed at the partner when the console closes. Tasks are polled from then on.',
  },
};
