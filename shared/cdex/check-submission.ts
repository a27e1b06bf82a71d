import type { CdexVersion } from '../domain/connection.ts';
import { type Finding, worstFirst } from '../domain/finding.ts';
import { nearest } from '../fhir/nearest.ts';
import { textOf } from '../fhir/json.ts';
import { type LookAtData, lookAtData } from '../fhir/look-at-data.ts';
import { type Parameter, readParameters } from '../fhir/parameters.ts';
import { isSearchDate } from '../fhir/search-values.ts';
import { attachmentParts, checkAttachment } from './check-submitted-attachment.ts';
import { checkIdentifier, checkType, named, placeOf } from './check-parameter.ts';
import { checkParametersForm } from './check-parameters-form.ts';
import { claimUses } from './codes.ts';
import { error, findingsOf, warning } from './findings.ts';

/** The parameters of the operation: value type, and whether one must or several may stand. */
const known: Record<string, { type: string; required?: boolean; many?: boolean }> = {
  TrackingId: { type: 'Identifier', required: true },
  AdminRefNumber: { type: 'Identifier' },
  AttachTo: { type: 'Code', required: true },
  PayerId: { type: 'Identifier' },
  OrganizationId: { type: 'Identifier' },
  ProviderId: { type: 'Identifier' },
  MemberId: { type: 'Identifier', required: true },
  ServiceDate: { type: 'DateTime' },
  Attachment: { type: '', required: true, many: true },
  Final: { type: 'Boolean' },
};

const names = Object.keys(known);

function checkName(parameter: Parameter): Finding[] {
  if (Object.hasOwn(known, parameter.name)) return [];
  const path = `${placeOf(parameter)}.name`;
  const part = attachmentParts.find((one) => one.toLowerCase() === parameter.name.toLowerCase());
  if (part) {
    const message = `${part} stands beside the attachments; it is a part of one.`;
    return [error('parameters-misplaced', path, message, 'Move it into the part of its Attachment.')];
  }
  const right = nearest(parameter.name, names);
  if (right?.toLowerCase() === parameter.name.toLowerCase()) {
    const message = `${parameter.name} is written in another case than ${right}.`;
    return [error('parameters-name', path, message, `Write ${right}.`)];
  }
  const message = `${parameter.name || 'A parameter without a name'} is not a parameter of $submit-attachment; others are not allowed.`;
  const next = right ? `Did you mean ${right}?` : `The parameters are ${names.join(', ')}.`;
  return [error('parameters-name', path, message, next)];
}

function checkKnown(list: readonly Parameter[]): Finding[] {
  return Object.entries(known).flatMap(([name, rule]) => {
    const these = named(list, name);
    const second = these[1];
    if (these.length === 0) {
      const message = `${name} is missing.`;
      return rule.required ? [error('parameters-missing', 'Parameters.parameter', message, `Add ${name}.`)] : [];
    }
    const found = rule.type === '' ? [] : findingsOf(these, (one) => checkType(one, rule.type));
    if (rule.type === 'Identifier')
      found.push(...findingsOf(these, (one) => checkIdentifier(one, name === 'TrackingId')));
    if (second && !rule.many) {
      found.push(error('parameters-repeated', placeOf(second), `${name} stands more than once.`, 'Keep one.'));
    }
    return found;
  });
}

function checkUse(list: readonly Parameter[]): Finding[] {
  const parameter = named(list, 'AttachTo')[0];
  const use = textOf(parameter?.value);
  if (!parameter || !use || claimUses.some((one) => one === use)) return [];
  const near = nearest(use, claimUses);
  const next = near ? `Did you mean ${near}?` : `Write ${claimUses.join(' or ')}.`;
  const message = `AttachTo says ${use}; it must be ${claimUses.join(' or ')}.`;
  return [error('attach-to', placeOf(parameter), message, next)];
}

function checkServiceDate(list: readonly Parameter[]): Finding[] {
  const parameter = named(list, 'ServiceDate')[0];
  const date = textOf(parameter?.value);
  const forClaim = named(list, 'AttachTo')[0]?.value === 'claim';
  if (!parameter || date === undefined) {
    if (!forClaim) return [];
    const message = 'A submission for a claim has no service date.';
    return [error('CONF-012', 'Parameters.parameter', message, 'Add ServiceDate, to the day.')];
  }
  if (!isSearchDate(date)) {
    return [error('CONF-012', placeOf(parameter), `ServiceDate ${date} is not a date.`, 'Write it as YYYY-MM-DD.')];
  }
  if (date.length >= 10 || !forClaim) return [];
  const message = `ServiceDate ${date} does not say the day.`;
  return [error('CONF-012', placeOf(parameter), message, 'Write it as YYYY-MM-DD.')];
}

function checkSender(list: readonly Parameter[], version: CdexVersion): Finding[] {
  const found: Finding[] = [];
  if (named(list, 'OrganizationId').length === 0 && named(list, 'ProviderId').length === 0) {
    const message = 'Neither OrganizationId nor ProviderId says who submits.';
    found.push(error('organization-or-provider', 'Parameters.parameter', message, 'Add at least one of them.'));
  }
  const reference = named(list, 'AdminRefNumber')[0];
  if (reference && version !== 'ci') {
    const message = `AdminRefNumber is not part of version ${version}.`;
    found.push(warning('cdex-version', placeOf(reference), message, 'Leave it out for this partner.'));
  }
  if (reference && named(list, 'AttachTo')[0]?.value === 'claim') {
    const message = 'AdminRefNumber belongs to prior authorizations, not to claims.';
    found.push(warning('admin-ref-number', placeOf(reference), message, 'Leave it out.'));
  }
  return found;
}

/**
 * What the rules say about a $submit-attachment request, worst first. `solicited` says whether it answers a request; unknown counts as not,
 * which only decides whether a missing code is worth a warning. `look` looks at attached data. Source: CDex $submit-attachment.
 */
export function checkSubmission(
  parameters: unknown,
  version: CdexVersion,
  solicited = false,
  look: LookAtData = lookAtData,
): Finding[] {
  const list = readParameters(parameters);
  if (list) return checkSubmissionList(parameters, list, version, solicited, look);
  const message = 'This is not a Parameters resource.';
  return [error('parameters', 'Parameters', message, 'POST a Parameters resource to $submit-attachment.')];
}

/** The same for such a request whose parameters were read already, as readParameters gives them. */
export function checkSubmissionList(
  parameters: unknown,
  list: readonly Parameter[],
  version: CdexVersion,
  solicited: boolean,
  look: LookAtData,
): Finding[] {
  return worstFirst([
    ...checkParametersForm(parameters),
    ...findingsOf(list, checkName),
    ...checkKnown(list),
    ...checkUse(list),
    ...checkServiceDate(list),
    ...checkSender(list, version),
    ...findingsOf(named(list, 'Attachment'), (one) => checkAttachment(one, solicited, look)),
  ]);
}
