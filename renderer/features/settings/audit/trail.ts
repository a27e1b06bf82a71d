import type { AuditEntry } from '../../../../shared/domain/audit.ts';

/** What is at hand of the trail, newest first, without gaps. */
export interface Trail {
  entries: readonly AuditEntry[];
  /** Whether it goes back to the first entry. */
  isWhole: boolean;
}

/** Nothing read yet. */
export const unread: Trail = { entries: [], isWhole: false };

/** How many entries are read at a time. */
export const pageSize = 200;

/**
 * The trail with its newest page read again. Where the page does not reach what is at hand, more was written in between than it holds:
 * then it alone is what is at hand.
 */
export function withNewest({ entries, isWhole }: Trail, page: readonly AuditEntry[], limit = pageSize): Trail {
  const newest = entries[0]?.seq;
  const oldest = page.at(-1)?.seq;
  const isShort = page.length < limit;
  if (newest === undefined || oldest === undefined || (oldest > newest && !isShort))
    return { entries: page, isWhole: isShort };
  const added = page.filter(({ seq }) => seq > newest);
  return { entries: added.length > 0 ? [...added, ...entries] : entries, isWhole: isWhole || isShort };
}

/** The trail with the page before its oldest entry. */
export function withOlder({ entries }: Trail, page: readonly AuditEntry[], limit = pageSize): Trail {
  const oldest = entries.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER;
  return { entries: [...entries, ...page.filter(({ seq }) => seq < oldest)], isWhole: page.length < limit };
}
