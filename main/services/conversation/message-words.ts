import type { Exchange } from '../../../shared/domain/exchange.ts';
import type { Told } from './gathered.ts';

/** How addresses and words are written: as they are, or without what names people. */
export interface Wording {
  url(text: string): string;
  sentence(text: string): string;
  /** Who takes part. */
  name(text: string): string;
  /** Why an answer was a refusal: it quotes the partner's own words, which may name anybody. */
  refusal(text: string): string;
}

const same = (text: string): string => text;

/** As they are. */
export const plainWording: Wording = { url: same, sentence: same, name: same, refusal: same };

const readable = (path: string): string =>
  path.replaceAll('%24', '$').replaceAll('%7C', '|').replaceAll('%3A', ':').replaceAll('%2C', ',');

/** An address as the drawing shows it: beyond the partner's base, or its path. */
function addressOf(url: string, baseUrl: string | undefined): string {
  if (baseUrl !== undefined && url.startsWith(`${baseUrl}/`)) return readable(url.slice(baseUrl.length + 1));
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return readable(`${pathname}${search}`);
}

/** Notes that say nothing beside what is known of the exchange, or beside its address. */
const plain = new Set(['poll', 'create', 'delete', 'output', 'token', 'submission']);

/** What was asked, in a line. */
export function askedWords(
  { method, url, note }: Exchange,
  { instead, asked }: Told,
  baseUrl: string | undefined,
  wording: Wording,
): string {
  if (instead !== undefined) return wording.sentence(instead);
  const why = asked ?? (note === undefined || plain.has(note) ? undefined : note);
  const base = baseUrl === undefined ? undefined : wording.url(baseUrl);
  return `${method} ${addressOf(wording.url(url), base)}${why ? `, ${wording.sentence(why)}` : ''}`;
}

/** What came back, in a line. */
export function answeredWords({ status, outcome, problem }: Exchange, { answered }: Told, wording: Wording): string {
  // Where nothing came back the words are ours.
  const worded = status === null ? wording.sentence : wording.refusal;
  const refused = outcome === 'ok' || problem === undefined ? undefined : worded(problem);
  const said = answered === undefined ? refused : wording.sentence(answered);
  if (status === null) return said ?? 'no answer';
  return said === undefined ? String(status) : `${status} ${said}`;
}
