import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { problem, problemOf } from './problems.ts';

/** Documents travel inside resources, so base64 may be as large as the largest request. */
const BASE64_LIMIT = 150 * 1024 * 1024;

/** Receivers of CDex content take unknown elements (CONF-096, CONF-097) but no unknown modifier extension. */
const tolerant = new Set(['Task', 'Parameters']);

const isStranger = ({ details }: OperationOutcomeIssue): boolean =>
  details?.text?.startsWith('Invalid additional property') ?? false;

function checkModifierExtensions(resource: Resource): void {
  const list = (resource as { modifierExtension?: unknown }).modifierExtension;
  if (!Array.isArray(list) || !list.length) return;
  const urls = list.map((one: { url?: unknown }) => String(one?.url));
  throw problem(400, `This server does not understand the modifier extension ${urls.join(', ')}, so it must refuse.`, {
    code: 'extension',
    expression: [`${resource.resourceType}.modifierExtension`],
  });
}

/**
 * Refuses (400) what is not a FHIR R4 resource of its type: shapes, cardinalities, primitive formats, invariants.
 * Codes are not looked up, except where FHIR ties an invariant to them.
 */
export function checkResource(resource: Resource): void {
  const lenient = tolerant.has(resource.resourceType);
  if (lenient) checkModifierExtensions(resource);
  try {
    validateResource(resource, { base64BinaryMaxBytes: BASE64_LIMIT });
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    const errors = error.outcome.issue.filter(({ severity }) => severity === 'error' || severity === 'fatal');
    const kept = lenient ? errors.filter((one) => !isStranger(one)) : errors;
    if (kept.length) throw problemOf(400, kept.map(withPlace));
  }
}

/** Puts the place into the sentence as well, because many readers show the sentence alone. */
function withPlace(one: OperationOutcomeIssue): OperationOutcomeIssue {
  const place = one.expression?.[0];
  const text = one.details?.text ?? 'Not valid FHIR R4';
  return place ? { ...one, details: { text: `${place}: ${text}` } } : one;
}
