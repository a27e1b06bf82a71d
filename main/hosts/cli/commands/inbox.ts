import {
  type PushKind,
  pushKinds,
  type Push,
  type PushStory,
  type StoryEntry,
} from '../../../../shared/domain/push.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import type { Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const states = ['matched', 'held', 'none', 'waiting', 'refused'] as const;

/** One of a few words, as typed. */
function oneOf<T extends string>(given: Given, name: string, known: readonly T[]): T | undefined {
  const typed = given.text(name);
  if (typed === undefined) return undefined;
  return (
    known.find((one) => one === typed) ??
    misused(`--${name} ${typed} is not known.`, `Use one of: ${known.join(', ')}.`)
  );
}

const value = (identifier: string | undefined) => (identifier ? identifierValue(identifier) : '');

function answeredOf({ answered, promised, answer, waitsUntil }: Push): string {
  if (answer?.dropped) return 'dropped';
  if (answered !== null) return `${answered}${answer?.how === 'hold' ? ' held' : ''}`;
  if (promised !== undefined) return `promised ${promised}`;
  return waitsUntil === undefined ? 'no answer' : 'waiting';
}

const row = (one: Push): string[] => [
  one.id,
  one.at,
  one.kind,
  value(one.trackingId),
  one.attachTo ?? '',
  value(one.memberId),
  answeredOf(one),
  one.match?.state ?? '',
  one.attachments.length > 0 ? String(one.attachments.length) : '',
  one.repeats ? `${one.title} (sent ${one.repeats + 1} times)` : one.title,
];

const headings = ['ID', 'AT', 'KIND', 'TRACKING', 'FOR', 'MEMBER', 'ANSWERED', 'REQUEST', 'FILES', 'TITLE'];

/** `inbox list`: what was pushed, newest first. */
export const inboxList: Command = {
  words: [],
  options: {
    text: { type: 'text' },
    state: { type: 'text' },
    kind: { type: 'text' },
    task: { type: 'text' },
    'tracking-id': { type: 'text' },
    repeats: { type: 'flag' },
    before: { type: 'text' },
    limit: { type: 'text' },
  },
  async run(given, session) {
    const list = await session.run('inbox.list', {
      text: given.text('text'),
      state: oneOf(given, 'state', states),
      kind: oneOf<PushKind>(given, 'kind', pushKinds),
      taskId: given.text('task'),
      trackingId: given.text('tracking-id'),
      repeats: given.flag('repeats'),
      before: given.text('before'),
      limit: given.integer('limit', 1, 5000),
    });
    await session.print(session.json ? jsonDocument(list) : table(headings, list.map(row)));
    if (list.length === 0 && !session.json) session.say('No such push is in the inbox.');
    return 0;
  },
};

const entryRow = ({ at, kind, title, detail, exchangeId }: StoryEntry): string[] => [
  at,
  kind,
  detail ? `${title} (${detail})` : title,
  exchangeId ? `#${exchangeId}` : '',
];

/** A push and its story in words. */
function storyText({ push, thread, timeline, repeats }: PushStory): string {
  const facts: [string, string | undefined][] = [
    ['Push', `${push.id}, ${push.title}`],
    ['Arrived', push.at],
    ['From', push.sender],
    ['Tracking id', push.trackingId],
    ['Reference', push.adminRef],
    ['For', push.attachTo],
    ['Member', push.memberId],
    ['Payer', push.payerId],
    ['Organization', push.organizationId],
    ['Provider', push.providerId],
    ['Service date', push.serviceDate],
    ['Request', push.match?.says],
    ['Answered', answeredOf(push)],
    ['Thread', thread && `${thread.state}, ${thread.pushIds.length} in it: ${thread.pushIds.join(', ')}`],
    ['Repeats', repeats.length > 0 ? repeats.map(({ id }) => id).join(', ') : undefined],
  ];
  const known = facts.filter((fact): fact is [string, string] => !!fact[1]);
  const attachments = push.attachments.map((one) => [
    String(one.index + 1),
    one.code ?? '',
    one.title ?? '',
    one.contentType,
    one.sniffedType && one.sniffedType !== one.contentType ? `in truth ${one.sniffedType}` : '',
    `${one.bytes} bytes`,
    one.sha256.slice(0, 12),
  ]);
  const found = push.findings.map(({ severity, rule, path, message }) => `${severity} ${rule} ${path}: ${message}\n`);
  return [
    known.map(([name, text]) => `${`${name}:`.padEnd(14)}${text}\n`).join(''),
    table(['NO', 'CODE', 'TITLE', 'DECLARED', 'SNIFFED', 'SIZE', 'SHA-256'], attachments),
    found.join(''),
    table(['AT', 'WHAT', 'HAPPENED', 'EXCHANGE'], timeline.map(entryRow)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** `inbox show ID`: one push on one timeline with the request that asked for it. */
export const inboxShow: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    const story = await session.run('inbox.story', { id: given.word('ID') });
    const { push, ...around } = story;
    await session.print(session.json ? jsonDocument({ ...push, ...around }) : storyText(story));
    return 0;
  },
};
