import type { QueryReceipt } from '../../../shared/contract/queries.ts';
import type { BundleRow } from '../../../shared/fhir/summary.ts';
import { formatCount, formatNumberOf } from '../../ui/format.ts';

/** What a page holds: "3 matched, 2 included" where its rows are at hand, else how many entries. */
export function countWords(receipt: QueryReceipt, rows: readonly BundleRow[] | undefined): string {
  if (receipt.resourceType !== 'Bundle') return receipt.resourceType || 'no resource';
  if (receipt.entries === 0) return 'no entries';
  if (!rows || rows.every(({ mode }) => mode === '')) return formatNumberOf(receipt.entries, 'entry', 'entries');
  const count = (mode: string) => rows.filter((row) => row.mode === mode).length;
  const words = [
    `${formatCount(count('match'))} matched`,
    count('include') > 0 && `${formatCount(count('include'))} included`,
    count('outcome') > 0 && formatNumberOf(count('outcome'), 'outcome'),
  ];
  return words.filter(Boolean).join(', ');
}

/** How many matches there are in all, as the server says. */
export const totalWords = ({ resourceType, total }: QueryReceipt): string =>
  resourceType !== 'Bundle' ? '' : total === undefined ? 'total not said' : `total ${formatCount(total)}`;
