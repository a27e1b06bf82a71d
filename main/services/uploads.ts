import type { Family, Kit } from './kit.ts';
import { unbuilt } from './unbuilt.ts';

/** The family `uploads`: files a window brings in pieces. */
export function uploadHandlers(_kit: Kit): Family<'uploads'> {
  return { 'uploads.put': unbuilt, 'uploads.remove': unbuilt };
}
