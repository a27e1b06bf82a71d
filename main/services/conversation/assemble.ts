import type { Conversation, ConversationEntry, ConversationMessage } from '../../../shared/domain/conversation.ts';
import type { Exchange } from '../../../shared/domain/exchange.ts';
import type { Store } from '../../store/store.ts';
import type { Gathered, NoteAt } from './gathered.ts';
import { answeredWords, askedWords, plainWording, type Wording } from './message-words.ts';
import { type Partner, partiesOf, partnerOf, partyIdOf } from './parties.ts';

/** Exchanges that are drawn at once: the first ones, and the last ones of the rest. */
const mostShown = 300;
const firstShown = 20;

type Sources = Pick<Store, 'exchanges' | 'connections'>;

/** The conversation that was gathered, in the order it was held. `wording` says how its words are written. */
export function assemble(store: Sources, gathered: Gathered, wording: Wording = plainWording): Conversation {
  const { told, notes, statuses } = gathered;
  const wanted = [...withTokens(store, [...told.keys()])];
  const found = wanted.flatMap((id) => store.exchanges.get(id) ?? []).toSorted(inOrder);
  const shown =
    found.length > mostShown ? [...found.slice(0, firstShown), ...found.slice(firstShown - mostShown)] : found;
  const connections = new Map(store.connections.list().map((one) => [one.id, one]));
  const sides = shown.map((one) => partnerOf(one, gathered.partner, connections));
  const messages = shown.map((one, index) => messageOf(one, sides[index] as Partner, gathered, wording));
  // After the messages: their addresses say which hosts are written in other words.
  const parties = partiesOf(shown, sides, gathered.ours).map((one) =>
    one.us ? one : { ...one, name: wording.name(one.name), says: wording.sentence(one.says) },
  );
  const begun = messages[0]?.at ?? '';
  const entries: ConversationEntry[] = [
    ...messages,
    ...notes.flatMap((note) => (note.at < begun ? [] : noteOf(note, gathered, parties, wording))),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const spans = statuses.flatMap(({ status, exchangeId }) => {
    const from = entries.findIndex((one) => one.kind === 'message' && one.exchangeId === exchangeId);
    return from < 0 ? [] : [{ status, from }];
  });
  return {
    title: wording.sentence(gathered.title),
    parties,
    entries,
    spans: spans.filter(
      ({ status, from }, index) => spans[index + 1]?.from !== from && spans[index - 1]?.status !== status,
    ),
    missing: wanted.length - found.length,
    leftOut: found.length - shown.length,
  };
}

const inOrder = (a: Exchange, b: Exchange): number =>
  Date.parse(a.at) - Date.parse(b.at) || Number(a.id) - Number(b.id);

/** How many exchanges before one may be the asking for its token. */
const before = 4;

/** These and the requests for tokens some of them waited for, which are recorded just before. */
function withTokens({ exchanges }: Sources, ids: readonly string[]): Set<string> {
  const all = new Set(ids);
  for (const id of ids) {
    const one = exchanges.get(id);
    if (one?.direction !== 'out' || one.phases.token === undefined) continue;
    for (let back = 1; back <= before; back += 1) {
      const earlier = exchanges.get(String(Number(id) - back));
      if (earlier?.note === 'token' && earlier.connectionId === one.connectionId) all.add(earlier.id);
    }
  }
  return all;
}

function messageOf(exchange: Exchange, partner: Partner, { told }: Gathered, wording: Wording): ConversationMessage {
  const { id, at, direction, approach, outcome, durationMs, decodedBytes } = exchange;
  const words = told.get(id) ?? {};
  const out = direction === 'out';
  return {
    kind: 'message',
    at,
    exchangeId: id,
    from: out ? 'console' : partner.id,
    to: out ? partner.id : 'receiver',
    approach,
    asks: askedWords(exchange, words, partner.baseUrl, wording),
    answers: answeredWords(exchange, words, wording),
    outcome,
    bytes: decodedBytes,
    durationMs,
  };
}

function noteOf(
  { by, ...note }: NoteAt,
  { partner }: Gathered,
  parties: Conversation['parties'],
  wording: Wording,
): ConversationEntry[] {
  const party = by === 'partner' ? partner && partyIdOf(partner) : by;
  const at = parties.find(({ id }) => id === party)?.id;
  return at === undefined ? [] : [{ kind: 'note', ...note, party: at, says: wording.sentence(note.says) }];
}
