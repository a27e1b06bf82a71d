import type { ExchangeDetail, HeaderList } from '../../../../shared/domain/exchange.ts';
import type { Finding } from '../../../../shared/domain/finding.ts';
import type { Push, PushAttachment, PushStory } from '../../../../shared/domain/push.ts';
import type { TaskDetail } from '../../../../shared/domain/task.ts';
import type { Redactor } from '../../../../shared/fhir/redact.ts';

/** Headers whose values say how something travels, not about whom. */
const technical = new Set(
  'accept accept-charset accept-encoding allow authorization cache-control connection content-encoding content-length content-type date etag expect keep-alive last-modified prefer retry-after server transfer-encoding user-agent vary www-authenticate'.split(
    ' ',
  ),
);

/** Values under these names, where there are any, replaced by `change`. */
function changed<T extends object>(record: T, names: readonly (keyof T)[], change: (text: string) => string): T {
  const next = { ...record };
  for (const name of names) {
    const value = next[name];
    if (typeof value === 'string') Object.assign(next, { [name]: change(value) });
  }
  return next;
}

/** What a media type says by itself; its parameters are free text, such as the name of a file. */
export const plainType = (contentType: string): string => (contentType.split(';', 1)[0] as string).trim();

/** What a partner said of one attachment, without what names people. */
function redactAttachment(attachment: PushAttachment, { member, replace, url }: Redactor): PushAttachment {
  const titled = changed(attachment, ['title'], (title) => replace(title, 'text'));
  const placed = changed(titled, ['url'], url);
  const words = ['code', 'questionnaire', 'resourceType'] as const;
  const coded = words.reduce((one, name) => changed(one, [name], (text) => member(text, name, '')), placed);
  return {
    ...changed(coded, ['contentType'], (text) => member(plainType(text), 'contentType', '')),
    ...(attachment.lineItems ? { lineItems: attachment.lineItems.map((item) => replace(item, 'text')) } : {}),
  };
}

/** A push without what names people. What it says of itself in words stays where the words are ours. */
export function redactPush(push: Push, redactor: Redactor): Push {
  const { identifier, replace, sentence } = redactor;
  const ids = ['trackingId', 'adminRef', 'memberId', 'payerId', 'providerId', 'organizationId'] as const;
  const named = changed(push, ids, identifier);
  const dated = changed(named, ['serviceDate'], (date) => replace(date, 'date'));
  const sent = changed(dated, ['sender'], (sender) => replace(sender, 'name'));
  // Of what came by itself the title is made of the partner's words.
  const isOurs = push.kind === 'submission' || push.kind === 'notification';
  if (!isOurs) replace(push.title, 'text');
  const coded = changed(sent, ['attachTo', 'notification'], (text) => redactor.member(text, 'code', ''));
  return {
    ...coded,
    title: isOurs ? sentence(push.title) : replace(push.title, 'text'),
    attachments: push.attachments.map((one) => redactAttachment(one, redactor)),
    findings: redactFindings(push.findings, redactor),
    ...(push.match ? { match: { ...push.match, says: sentence(push.match.says) } } : {}),
    ...(push.wish ? { wish: changed(push.wish, ['text'], sentence) } : {}),
  };
}

/** Findings with the values of the message replaced in their words. */
const redactFindings = (findings: readonly Finding[], { sentence }: Redactor): Finding[] =>
  findings.map((one) => changed(one, ['message', 'next', 'path'], sentence));

/** A Task's record without what names people. */
export function redactTask(task: TaskDetail, redactor: Redactor): TaskDetail {
  const { identifier, replace, sentence, url, reference } = redactor;
  const people = ['member', 'claim', 'owner', 'requester', 'trackingId', 'adminRef'] as const;
  const named = changed(task, people, (text) =>
    text.includes('/') && !text.includes('|') ? reference(text) : identifier(text),
  );
  const words = changed(named, ['asked', 'businessStatus', 'statusReason'], (text) => replace(text, 'text'));
  const placed = changed(
    changed(words, ['taskId'], (id) => replace(id, 'id')),
    ['baseUrl'],
    url,
  );
  const versions = task.versions.map((one) =>
    changed(one, ['businessStatus', 'statusReason'], (text) => replace(text, 'text')),
  );
  const last = versions.at(-1);
  const { lastPoll, ruled } = task;
  return {
    ...changed(placed, ['modifier'], sentence),
    ...(lastPoll ? { lastPoll: changed(lastPoll, ['problem'], sentence) } : {}),
    ...(ruled ? { ruled: changed(ruled, ['problem'], sentence) } : {}),
    partner: replace(task.partner, 'name'),
    versions,
    ...(last && task.lastVersion ? { lastVersion: last } : {}),
    outputs: task.outputs.map((one) => changed(changed(one, ['reference'], reference), ['problem'], sentence)),
    polls: task.polls.map((one) => changed(one, ['problem'], sentence)),
  };
}

/** A story told without what names people. */
export function redactStory(story: PushStory, redactor: Redactor): PushStory {
  const { identifier, sentence } = redactor;
  return {
    push: redactPush(story.push, redactor),
    ...(story.thread ? { thread: changed(story.thread, ['trackingId'], identifier) } : {}),
    timeline: story.timeline.map((one) => changed(one, ['title', 'detail'], sentence)),
    repeats: story.repeats.map((one) => redactPush(one, redactor)),
  };
}

/** An exchange's record and headers, without bodies. */
export function redactExchange(exchange: ExchangeDetail, redactor: Redactor): ExchangeDetail {
  const headers = (list: HeaderList): HeaderList =>
    list.map(([name, value]) => [
      name,
      technical.has(name.toLowerCase()) ? value : redactor.member(value, name.toLowerCase(), 'header'),
    ]);
  const told = changed(changed(exchange, ['url'], redactor.url), ['problem', 'note'], redactor.sentence);
  return {
    ...told,
    partner: redactor.replace(exchange.partner, 'name'),
    request: { ...exchange.request, headers: headers(exchange.request.headers) },
    response: { ...exchange.response, headers: headers(exchange.response.headers) },
  };
}

/** JSON whose words are ours: values replaced wherever they stand in its texts. */
export function redactWords(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.sentence(value);
  if (Array.isArray(value)) return value.map((one) => redactWords(one, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redactWords(one, redactor)]));
}
