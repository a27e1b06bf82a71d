import { purposesOfUse } from '../../../shared/cdex/codes.ts';
import type { AttachmentAsked, TaskRequest } from '../../../shared/domain/task-request.ts';
import { lineItemsOf } from '../composer/line-items.ts';
import {
  type AskedLine,
  askedLine,
  asksForAttachments,
  emptyForm,
  linesOf,
  ownPurposesOf,
  type TaskForm,
} from './task-form.ts';

const given = (text: string): string | undefined => text.trim() || undefined;
const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Without the members that say nothing. */
const said = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

const commonOf = (form: TaskForm) => ({
  member: given(form.member),
  requester: given(form.requester),
  owner: given(form.owner),
  purposeOfUse: some([...form.purposes, ...ownPurposesOf(form.ownPurposes)]),
  workQueue: some(form.queues),
  signature: form.signature,
  due: given(form.due),
});

/** Of a reason that is said to be unknown nothing is sent, though the fields keep what they hold. */
const reasonOf = (form: TaskForm) =>
  form.reasonUnknown
    ? { reasonUnknown: true }
    : {
        claim: given(form.claim),
        claimAssignedBy: given(form.claim) && form.claimAssignedBy === 'provider' ? ('provider' as const) : undefined,
        reason: given(form.reason),
        reasonReference: given(form.reasonReference),
        reasonType: form.reasonType || undefined,
      };

const dataOf = (form: TaskForm) => ({
  patientId: given(form.patientId),
  ...commonOf(form),
  ...reasonOf(form),
  identifier: given(form.identifier),
  basedOn: given(form.basedOn),
  authorization: form.authorization && said(form.authorization),
});

const askedIn = (lines: readonly AskedLine[]): AttachmentAsked[] =>
  lines
    .filter(({ what }) => what.trim() !== '')
    .map(({ what, title, lineItems }) =>
      said({ what: what.trim(), title: given(title), lineItems: some(lineItemsOf(lineItems) ?? []) }),
    );

const attachmentOf = (form: TaskForm) => ({
  ...commonOf(form),
  use: form.use,
  attachments: askedIn(form[linesOf(form.kind)]),
  claim: given(form.claim),
  trackingId: given(form.trackingId),
  adminRef: form.use === 'preauthorization' ? given(form.adminRef) : undefined,
  serviceDate: given(form.serviceDate),
  payerUrl: given(form.payerUrl),
  npi: given(form.npi),
  organizationNpi: given(form.organizationNpi),
  name: given(form.name),
  birthDate: given(form.birthDate),
  patientAccount: given(form.patientAccount),
  multipleSubmits: form.multipleSubmits || undefined,
});

/** The request a form stands for; what is empty is left out, but for the one thing its kind cannot be without. */
export function requestFrom(form: TaskForm): TaskRequest {
  switch (form.kind) {
    case 'data-request-query':
      return said({ kind: form.kind, query: form.query.trim(), ...dataOf(form) });
    case 'data-request-code':
      return said({ kind: form.kind, code: given(form.code), text: given(form.text), ...dataOf(form) });
    case 'data-request-questionnaire':
      return said({
        kind: form.kind,
        questionnaire: form.questionnaire.trim(),
        title: given(form.title),
        ...dataOf(form),
      });
    default:
      return said({ kind: form.kind, ...attachmentOf(form) });
  }
}

const listed = (text: string): string | undefined => {
  const code = text.slice(text.indexOf('|') + 1);
  const known = purposesOfUse.find((one) => one.code === code);
  return known && (text === code || text === `${known.system}|${code}`) ? code : undefined;
};

const lineFrom = ({ what, title = '', lineItems = [] }: AttachmentAsked): AskedLine =>
  askedLine({ what, title, lineItems: lineItems.join(', ') });

/** Members of the form that a request names as the form does. */
const texts = [
  'member',
  'patientId',
  'requester',
  'owner',
  'due',
  'claim',
  'reason',
  'reasonReference',
  'identifier',
  'basedOn',
  'query',
  'code',
  'text',
  'questionnaire',
  'title',
  'trackingId',
  'adminRef',
  'serviceDate',
  'payerUrl',
  'npi',
  'organizationNpi',
  'name',
  'birthDate',
  'patientAccount',
] as const satisfies readonly (keyof TaskForm)[];

/** A request, or a part of one, back in the form. `before` keeps what the request has no word for: the fields of other kinds. */
export function formFrom(request: Partial<TaskRequest>, before: TaskForm = emptyForm): TaskForm {
  const parts = request as Record<string, unknown>;
  const kind = request.kind ?? before.kind;
  const form: TaskForm = {
    ...before,
    kind,
    purposes: (request.purposeOfUse ?? []).flatMap((one) => listed(one) ?? []),
    ownPurposes: (request.purposeOfUse ?? []).filter((one) => !listed(one)).join(' '),
    queues: request.workQueue ?? [],
    signature: request.signature,
    claimAssignedBy: parts.claimAssignedBy === 'provider' ? 'provider' : 'payer',
    reasonUnknown: parts.reasonUnknown === true,
    reasonType: parts.reasonType === 'Claim' || parts.reasonType === 'Coverage' ? parts.reasonType : '',
    authorization: parts.authorization as TaskForm['authorization'],
    use: parts.use === 'preauthorization' || parts.use === 'claim' ? parts.use : before.use,
    multipleSubmits: parts.multipleSubmits === true,
  };
  const belongs = Object.keys(requestFrom({ ...fullOf(kind), kind }));
  for (const name of texts) {
    const value = parts[name];
    if (typeof value === 'string') form[name] = value;
    else if (belongs.includes(name)) form[name] = '';
  }
  if (asksForAttachments(kind)) {
    const lines = (parts.attachments as AttachmentAsked[] | undefined) ?? [];
    form[linesOf(kind)] = lines.length > 0 ? lines.map(lineFrom) : [askedLine()];
  }
  return form;
}

/** A form in which every text is said, so that it tells which of them a kind has. */
const fullOf = (kind: TaskForm['kind']): TaskForm => ({
  ...emptyForm,
  ...Object.fromEntries(texts.map((name) => [name, 'x'])),
  use: 'preauthorization',
  kind,
});

const offered = ['kind', 'use', 'trackingId', 'payerUrl'];

/** Whether nothing was said yet that would be worth keeping: what the form offers by itself is not. */
export const isBlank = (form: TaskForm): boolean =>
  Object.entries(requestFrom(form)).every(
    ([name, value]) => offered.includes(name) || value === '' || (Array.isArray(value) && value.length === 0),
  );
