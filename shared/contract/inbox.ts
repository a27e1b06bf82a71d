import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import { answerWays, type MatchReason, pushKinds, type Push, type PushStory } from '../domain/push.ts';
import type { TaskRecord } from '../domain/task.ts';
import { read, write } from './define.ts';

/** Pushes of one local day, newest first. */
export interface InboxDay {
  /** YYYY-MM-DD. */
  day: string;
  count: number;
}

/** A window of the inbox, newest first, and how much there is. */
export interface InboxPage {
  /** Pushes that fit, repeats of the same content left out unless asked for. */
  total: number;
  /** Pushes there are. */
  all: number;
  /** How the fitting ones spread over days, newest first. */
  days: InboxDay[];
  pushes: Push[];
}

/** A Task a push could belong to. */
export interface MatchCandidate {
  task: TaskRecord;
  by: MatchReason[];
  says: string;
}

/** What was written by an export. Sizes in bytes. */
export interface InboxExport {
  folder: string;
  /** False when identifiers, names and contents are as they arrived. */
  redacted: boolean;
  files: { file: string; bytes: number; sha256: string; says: string }[];
}

/** What an export would write, for hosts that write no files: each is read by windows with `documents.read`. */
export interface InboxDownload extends Omit<InboxExport, 'folder' | 'files'> {
  files: (InboxExport['files'][number] & { documentId: string })[];
}

/** What is looked for; what is left out is not looked at. */
const filter = {
  /** Words that stand anywhere: tracking id, member, title, sender, claim. */
  text: z.string().max(200).optional(),
  kind: z.enum(pushKinds).optional(),
  state: z.enum(['matched', 'held', 'none', 'waiting', 'refused']).optional(),
  /** Our id of a Task. `inbox.list` takes the server's too. */
  taskId: z.string().optional(),
  /** `system|value`, or the value alone. */
  trackingId: z.string().optional(),
  /** Repeats of what had come already, too. */
  repeats: z.boolean().optional(),
};

const id = z.string().min(1);

/** How a waiting push is to be answered. */
export const answerWish = z.strictObject({
  answer: z.enum(answerWays).exclude(['ask']),
  status: z.number().int().min(200).max(599).optional(),
  text: z.string().trim().max(2_000).optional(),
});

/** What was pushed to us. */
export const commands = {
  /** Newest first. */
  'inbox.list': read<Push[]>()(
    z.strictObject({
      limit: z.number().int().min(1).max(5000).default(200),
      /** Only those before this one, by our id: the next ones of a list. */
      before: z.string().optional(),
      ...filter,
    }),
  ),
  /** A window for a list that is scrolled. `zone` is the offset of local time in minutes east of UTC. */
  'inbox.page': read<InboxPage>()(
    z.strictObject({
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
      zone: z.number().int().min(-900).max(900).default(0),
      ...filter,
    }),
  ),
  'inbox.get': read<Push>()(z.strictObject({ id })),
  /** One push on one timeline with the request that asked for it. */
  'inbox.story': read<PushStory>()(z.strictObject({ id })),
  /** Tasks of ours it could belong to, the likeliest first. */
  'inbox.candidates': read<MatchCandidate[]>()(
    z.strictObject({ id, limit: z.number().int().min(1).max(100).default(20) }),
  ),
  /** Joins it to a Task by hand: our id, or the server's; null undoes that. */
  'inbox.match': write<Push>()(z.strictObject({ id, task: z.string().min(1).nullable() })),
  /** Answers a push whose sender is kept waiting, whichever process keeps it. */
  'inbox.answer': write<Push>()(z.strictObject({ id, ...answerWish.shape })),
  /** Writes a push with everything about it into a folder (capability `write-files`); redacted unless `raw`. */
  'inbox.export': write<InboxExport>()(
    z.strictObject({ id, folder: z.string().min(1), raw: z.boolean().default(false) }),
  ),
  /** The files of an export, opened as documents: for a window, whose host writes none. */
  'inbox.download': read<InboxDownload>()(z.strictObject({ id, raw: z.boolean().default(false) })),
  /** Forgets a push and its exchange. The audit trail keeps that it was. */
  'inbox.remove': write<{ removed: boolean }>()(z.strictObject({ id })),
  /** What the rules say about a push now, for another version of the guide than the receiver took. */
  'inbox.check': read<Finding[]>()(z.strictObject({ id, cdexVersion: z.enum(['2.0', '2.1', 'ci']) })),
};
