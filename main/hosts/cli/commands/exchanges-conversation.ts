import type { Conversation, ConversationEntry } from '../../../../shared/domain/conversation.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const headings = ['#', 'AT', 'FROM', '', 'TO', 'ASKS', 'ANSWERS', 'TIME'];

function rowsOf({ entries, parties, spans }: Conversation): string[][] {
  const nameOf = (id: string) => parties.find((one) => one.id === id)?.name ?? id;
  const placeOf = (id: string) => parties.findIndex((one) => one.id === id);
  const statusAt = new Map(spans.map(({ status, from }) => [from, status]));
  const row = (entry: ConversationEntry): string[] => {
    if (entry.kind === 'note')
      return ['', entry.at, nameOf(entry.party), entry.lost ? '-x' : '', '', entry.says, '', ''];
    const { exchangeId, at, from, to, asks, answers, durationMs } = entry;
    // Always as on the drawing: who stands left is named first.
    const [left, arrow, right] = placeOf(from) < placeOf(to) ? [from, '->', to] : [to, '<-', from];
    return [exchangeId, at, nameOf(left), arrow, nameOf(right), asks, answers, `${Math.round(durationMs)} ms`];
  };
  return entries.flatMap((entry, index) => {
    const status = statusAt.get(index);
    return [row(entry), ...(status === undefined ? [] : [['', '', '', '', '', `Task ${status}`, '', '']])];
  });
}

/** `exchanges conversation`: who said what to whom around one thing, oldest first. */
export const exchangesConversation: Command = {
  words: [],
  options: {
    task: { type: 'text' },
    push: { type: 'text' },
    submission: { type: 'text' },
    exchange: { type: 'text', variadic: true },
  },
  async run(given, session) {
    const numbers = given.texts('exchange');
    const around = {
      taskId: given.text('task'),
      pushId: given.text('push'),
      submissionId: given.text('submission'),
      exchangeIds: numbers.length > 0 ? numbers : undefined,
    };
    if (Object.values(around).filter((one) => one !== undefined).length !== 1)
      misused(
        'exchanges conversation is drawn around one thing.',
        'Name one of --task ID, --push ID, --submission ID and --exchange ID...',
      );
    const conversation = await session.run('exchanges.conversation', around);
    await session.print(session.json ? jsonDocument(conversation) : table(headings, rowsOf(conversation)));
    return 0;
  },
};
