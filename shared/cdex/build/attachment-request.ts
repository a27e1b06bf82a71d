import type { Extension, HumanName, Identifier, Patient, PractitionerRole, Task, TaskInput } from '@medplum/fhirtypes';
import type { CdexVersion } from '../../domain/connection.ts';
import type { AttachmentAsked, AttachmentRequest } from '../../domain/task-request.ts';
import { parseIdentifier } from '../../fhir/identifier.ts';
import { dialectOfVersion } from '../attachment-dialect.ts';
import { patientAccountType, profiles, systems } from '../codes.ts';
import type { BuildContext, Unfinished } from './context.ts';
import {
  actorOf,
  commonInputs,
  documentConcept,
  identifierOf,
  memberIdentifier,
  metaOf,
  npiOf,
  providerIdentifier,
  questionnaireInput,
  referenceTo,
  restrictionOf,
  trimmed,
  typed,
} from './parts.ts';

type Asked = Unfinished<AttachmentRequest>;

/** `Family, Given Given`; a name without a comma is kept as it is. */
function nameOf(text: string | undefined): HumanName | undefined {
  const name = trimmed(text);
  if (!name) return undefined;
  const comma = name.indexOf(',');
  if (comma < 0) return { text: name };
  const given = name
    .slice(comma + 1)
    .split(/\s+/)
    .filter((part) => part !== '');
  const family = name.slice(0, comma).trim();
  return { ...(family && { family }), ...(given.length > 0 && { given }) };
}

function patientOf(request: Asked, version: CdexVersion): Patient {
  const account = identifierOf(request.patientAccount);
  const identifier = [
    memberIdentifier(request.member, version),
    account && { type: typed(patientAccountType.system, patientAccountType.code), ...account },
  ].filter((one) => one !== undefined);
  const name = nameOf(request.name);
  const birthDate = trimmed(request.birthDate);
  return {
    resourceType: 'Patient',
    id: 'patient',
    meta: { profile: [profiles.patientDemographics] },
    ...(identifier.length > 0 && { identifier }),
    ...(name && { name: [name] }),
    ...(birthDate && { birthDate }),
  };
}

/** Practitioner and organization by their numbers; where neither is given, the owner stands as the organization (cdex-3 needs one). */
function roleOf(request: Asked, context: BuildContext): PractitionerRole {
  const practitioner = npiOf(request.npi);
  const owner = actorOf(request.owner, context.owner);
  const numbered = practitioner !== undefined || request.organizationNpi !== undefined;
  const organization = numbered
    ? npiOf(request.organizationNpi)
    : owner.identifier === undefined
      ? undefined
      : providerIdentifier(owner.identifier);
  return {
    resourceType: 'PractitionerRole',
    id: 'practitionerrole',
    meta: { profile: [profiles.practitionerRole] },
    ...(practitioner && { practitioner: { identifier: practitioner } }),
    ...(organization && { organization: { identifier: organization } }),
  };
}

/** AdminRefNumber came with the continuous build; earlier versions have no such identifier. */
function identifiersOf(request: Asked, context: BuildContext): Identifier[] {
  const tracking = identifierOf(request.trackingId ?? context.trackingId);
  const admin = context.cdexVersion === 'ci' ? identifierOf(request.adminRef) : undefined;
  return [
    ...(tracking ? [{ type: typed(systems.cdex, 'tracking-id'), ...tracking }] : []),
    ...(admin ? [{ type: typed(systems.cdex, 'admin-ref-number'), ...admin }] : []),
  ];
}

function inputsOf(request: Asked, context: BuildContext): TaskInput[] {
  const dialect = dialectOfVersion(context.cdexVersion);
  const type = (code: string) => typed(dialect.inputs[code]?.systems[0] ?? '', code);
  const byForm = request.kind === 'attachment-request-questionnaire';
  const lines = (items: number[] | undefined): Extension[] =>
    (items ?? []).map((line) =>
      context.cdexVersion === '2.0'
        ? { url: dialect.lineItem, valuePositiveInt: line }
        : { url: dialect.lineItem, valueInteger: line },
    );
  const asked = ({ what, title, lineItems }: AttachmentAsked): TaskInput => {
    const extension = lines(lineItems);
    const input = byForm
      ? questionnaireInput(type(dialect.form), what, title)
      : { type: type(dialect.needed), valueCodeableConcept: documentConcept(what, title, 'words') };
    return { ...(extension.length > 0 && { extension }), ...input };
  };
  const payerUrl = trimmed(request.payerUrl ?? context.payerUrl);
  const serviceDate = trimmed(request.serviceDate);
  const list = (request.attachments ?? []).filter(({ what }) => what.trim() !== '').map(asked);
  if (payerUrl) list.push({ type: type('payer-url'), valueUrl: payerUrl });
  if (serviceDate) list.push({ type: type('service-date'), valueDate: serviceDate });
  list.push(...commonInputs(request));
  if (request.multipleSubmits !== undefined)
    list.push({ type: type('multiple-submits-flag'), valueBoolean: request.multipleSubmits });
  return list;
}

/**
 * The attachment request a form describes, with patient and practitioner role contained. 2.0 writes codes, line items and member ids
 * otherwise than 2.1 and the continuous build. Source: CDex Task Attachment Request.
 */
export function buildAttachmentRequest(request: Asked, context: BuildContext): Task {
  const { cdexVersion, now } = context;
  const requester = referenceTo(actorOf(request.requester, context.requester), parseIdentifier);
  const identifier = identifiersOf(request, context);
  const claim = identifierOf(request.claim);
  const { use } = request;
  const input = inputsOf(request, context);
  return {
    resourceType: 'Task',
    meta: metaOf(profiles.attachmentRequest, request.workQueue),
    contained: [patientOf(request, cdexVersion), roleOf(request, context)],
    ...(identifier.length > 0 && { identifier }),
    status: 'requested',
    intent: 'order',
    code: typed(dialectOfVersion(cdexVersion).codeSystem, request.kind ?? 'attachment-request-code'),
    for: { reference: '#patient' },
    authoredOn: now,
    ...(requester && { requester }),
    owner: { reference: '#practitionerrole' },
    // The text is bound to the same codes as the coding, so it says the code again.
    ...(use && { reasonCode: { ...typed(systems.claimUse, use), text: use } }),
    ...(claim && { reasonReference: { identifier: claim } }),
    ...restrictionOf(request.due),
    ...(input.length > 0 && { input }),
  };
}
