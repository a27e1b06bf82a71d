import type { AttachmentAsked, Authorization, RequestKind, TaskRequest } from '../../../shared/domain/task-request.ts';
import type { Given, OptionSpec } from './arguments.ts';
import { misused } from './refusal.ts';

/** The options that say what is asked for; each makes one kind of Task. */
const ways: Record<string, RequestKind> = {
  query: 'data-request-query',
  code: 'data-request-code',
  text: 'data-request-code',
  questionnaire: 'data-request-questionnaire',
  'attachment-code': 'attachment-request-code',
  'attachment-questionnaire': 'attachment-request-questionnaire',
};

/** Which requests an option belongs to. */
type Part = 'every' | 'data' | 'attachments';

interface Field {
  /** The member of the request. */
  field: string;
  part: Part;
  spec: OptionSpec;
  read: (given: Given, option: string) => unknown;
}

const text = (field: string, part: Part): Field => ({
  field,
  part,
  spec: { type: 'text' },
  read: (given, option) => given.text(option),
});

const flag = (field: string, part: Part): Field => ({
  field,
  part,
  spec: { type: 'flag' },
  read: (given, option) => given.flag(option) || undefined,
});

/** Codes after one option, repeated or with commas between them; undefined when there are none. */
function codesOf(given: Given, option: string): string[] | undefined {
  const codes = given
    .texts(option)
    .flatMap((typed) => typed.split(','))
    .map((code) => code.trim())
    .filter((code) => code !== '');
  return codes.length ? codes : undefined;
}

const codes = (field: string, part: Part, variadic = false): Field => ({
  field,
  part,
  spec: { type: 'text', variadic },
  read: codesOf,
});

/** One of a closed set of words. */
export function oneOf<T extends string>(given: Given, option: string, words: readonly T[]): T | undefined {
  const typed = given.text(option);
  if (typed === undefined) return undefined;
  const found = words.find((word) => word === typed);
  return found ?? misused(`--${option} ${JSON.stringify(typed)} is not known.`, `Use one of: ${words.join(', ')}.`);
}

const choice = (field: string, part: Part, words: readonly string[]): Field => ({
  field,
  part,
  spec: { type: 'text' },
  read: (given, option) => oneOf(given, option, words),
});

function authorizationOf(given: Given): Authorization | undefined {
  const resourceType = oneOf(given, 'authorize', ['CommunicationRequest', 'ServiceRequest']);
  const more = ['authorize-code', 'authorize-text', 'authorize-date', 'authorize-contained'];
  if (resourceType === undefined) {
    const stray = more.find((name) => given.flag(name));
    return stray ? misused(`--${stray} goes with --authorize.`, 'Give --authorize too, or leave it out.') : undefined;
  }
  return {
    resourceType,
    code: given.text('authorize-code'),
    text: given.text('authorize-text'),
    authoredOn: given.text('authorize-date'),
    place: given.flag('authorize-contained') ? 'contained' : 'posted',
  };
}

const fields: Record<string, Field> = {
  patient: text('patientId', 'every'),
  member: text('member', 'every'),
  requester: text('requester', 'every'),
  owner: text('owner', 'every'),
  pou: codes('purposeOfUse', 'every'),
  tag: codes('workQueue', 'every', true),
  signature: flag('signature', 'every'),
  claim: text('claim', 'every'),
  due: text('due', 'every'),
  identifier: text('identifier', 'data'),
  reason: text('reason', 'data'),
  'reason-unknown': flag('reasonUnknown', 'data'),
  'claim-by': choice('claimAssignedBy', 'data', ['payer', 'provider']),
  'reason-ref': text('reasonReference', 'data'),
  'reason-type': choice('reasonType', 'data', ['Claim', 'Coverage']),
  'based-on': text('basedOn', 'data'),
  authorize: { field: 'authorization', part: 'data', spec: { type: 'text' }, read: authorizationOf },
  use: choice('use', 'attachments', ['claim', 'preauthorization']),
  'tracking-id': text('trackingId', 'attachments'),
  'admin-ref': text('adminRef', 'attachments'),
  'service-date': text('serviceDate', 'attachments'),
  'payer-url': text('payerUrl', 'attachments'),
  npi: text('npi', 'attachments'),
  'org-npi': text('organizationNpi', 'attachments'),
  name: text('name', 'attachments'),
  'birth-date': text('birthDate', 'attachments'),
  'patient-account': text('patientAccount', 'attachments'),
  'multiple-submits': flag('multipleSubmits', 'attachments'),
};

/** Options of `task request` that say what is asked for and everything the Task tells about it. */
export const requestOptions: Record<string, OptionSpec> = {
  ...Object.fromEntries(
    Object.keys(ways).map((name) => [name, { type: 'text', variadic: name.startsWith('attachment-') }]),
  ),
  ...Object.fromEntries(Object.entries(fields).map(([name, { spec }]) => [name, spec])),
  'authorize-code': { type: 'text' },
  'authorize-text': { type: 'text' },
  'authorize-date': { type: 'text' },
  'authorize-contained': { type: 'flag' },
  title: { type: 'text' },
  'line-item': { type: 'text', variadic: true },
};

const isForAttachments = (kind: string) => kind.startsWith('attachment-');

/** What was given of the options that fit a kind of request, by the names of the request's members. */
export function fieldsFor(given: Given, kind: string): Record<string, unknown> {
  const part = isForAttachments(kind) ? 'attachments' : 'data';
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.part === 'every' || field.part === part)
      .map(([option, field]) => [field.field, field.read(given, option)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** The kind of request that was asked for; undefined where none of the options that say so was given. */
function kindOf(given: Given): RequestKind | undefined {
  const named = Object.keys(ways).filter((name) => given.flag(name));
  const kinds = new Set(named.map((name) => ways[name]));
  if (kinds.size <= 1) return [...kinds][0];
  return misused(
    `A Task asks for one thing, not for ${named.map((name) => `--${name}`).join(' and ')}.`,
    'Send one Task for each.',
  );
}

/** Line items and titles belong to the code before them. */
function attachmentsOf(given: Given, way: string): AttachmentAsked[] {
  const list: (AttachmentAsked & { lineItems: number[] })[] = [];
  for (const { name, value } of given.inOrder(way, 'line-item', 'title')) {
    if (name === way) {
      list.push({ what: value, lineItems: [] });
      continue;
    }
    const last = list.at(-1);
    if (!last) return misused(`--${name} stands before the code it belongs to.`, `Write it behind --${way}.`);
    if (name === 'title') last.title = value;
    else last.lineItems.push(...value.split(',').map(lineItem));
  }
  return list.map(({ lineItems, ...one }) => (lineItems.length > 0 ? { ...one, lineItems } : one));
}

function lineItem(typed: string): number {
  if (/^\d{1,7}$/.test(typed.trim())) return Number(typed);
  return misused(`--line-item ${JSON.stringify(typed)} is not a whole number.`, 'Write numbers: --line-item 1 2.');
}

function askedOf(given: Given, kind: RequestKind): Record<string, unknown> {
  const single = (name: string): string | undefined => {
    if (given.texts(name).length > 1) misused(`--${name} is given more than once.`, 'Send one Task for each.');
    return given.text(name);
  };
  switch (kind) {
    case 'data-request-query':
      return { query: single('query') };
    case 'data-request-code':
      return { code: single('code'), text: single('text') };
    case 'data-request-questionnaire':
      return { questionnaire: single('questionnaire'), title: given.text('title') };
    case 'attachment-request-code':
      return { attachments: attachmentsOf(given, 'attachment-code') };
    case 'attachment-request-questionnaire':
      return { attachments: attachmentsOf(given, 'attachment-questionnaire') };
    default:
      return kind satisfies never;
  }
}

/** Refuses options that say nothing in a request of this kind: what was typed is meant. */
function refuseStray(given: Given, kind: RequestKind): void {
  const attachments = isForAttachments(kind);
  const stray = Object.entries(fields).find(
    ([option, { part }]) => given.flag(option) && part === (attachments ? 'data' : 'attachments'),
  )?.[0];
  const other = attachments ? 'data requests' : 'attachment requests';
  if (stray) misused(`--${stray} belongs to ${other}.`, 'Leave it out, or ask for something else.');
  if (!attachments && given.flag('line-item')) misused('--line-item belongs to attachment requests.', 'Leave it out.');
  if (given.flag('title') && !attachments && kind !== 'data-request-questionnaire')
    misused('--title belongs to a questionnaire or an attachment.', 'Leave it out.');
}

/** The request as the options say it; undefined where they do not say what is asked for. */
export function requestOf(given: Given): TaskRequest | undefined {
  const kind = kindOf(given);
  if (kind === undefined) return undefined;
  refuseStray(given, kind);
  if (isForAttachments(kind) && !given.flag('use'))
    misused('An attachment request says what it is for.', 'Give --use claim or --use preauthorization.');
  authorizationOf(given);
  // Every member was read by its own option; the contract's schema looks at the whole once more before anything is built.
  return { kind, ...fieldsFor(given, kind), ...askedOf(given, kind) } as unknown as TaskRequest;
}
