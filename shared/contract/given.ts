import { z } from 'zod';

/**
 * Something a person hands over: typed or pasted, or named by environment variable or file. A host that may read neither of those
 * refuses with `capability-missing`. Secrets travel this way down only; no command ever answers with one.
 */
export const given = z.union(
  [
    z.strictObject({ value: z.string().min(1).max(1_000_000) }),
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ file: z.string().min(1) }),
  ],
  { error: 'Give {"value": text}, {"env": variable} or {"file": path}.' },
);
/** The same as a type. */
export type Given = z.infer<typeof given>;
