import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { dig, isObject, listOf, textOf } from '../../../shared/fhir/json.ts';
import { problem, problemOf } from './problems.ts';

/** Documents travel inside resources, so base64 may be as large as the largest request. */
const BASE64_LIMIT = 150 * 1024 * 1024;

/** Receivers of CDex content take unknown elements (CONF-096, CONF-097) but no unknown modifier extension. */
const tolerant = new Set(['Task', 'Parameters', 'Subscription']);

const isStranger = ({ details }: OperationOutcomeIssue): boolean =>
  details?.text?.startsWith('Invalid additional property') ?? false;

/** How deep a resource is looked through; nothing honest is deeper. */
const DEEPEST = 60;

/** Where modifier extensions stand, each with its url. */
function modifiersIn(value: unknown, path: string, levels: number): { path: string; url: string }[] {
  if (levels < 0) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => modifiersIn(one, `${path}[${index}]`, levels - 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    name === 'modifierExtension'
      ? listOf(one).map((extension) => ({
          path: `${path}.${name}`,
          url: textOf(dig(extension, 'url')) ?? 'without a url',
        }))
      : modifiersIn(one, `${path}.${name}`, levels - 1),
  );
}

/** What a modifier extension changes cannot be known, so nothing can be done with what carries one (R4 extensibility, 2.4.0.3). */
function checkModifierExtensions(resource: Resource): void {
  // What a submission carries is kept as it is; its own modifiers alone concern the operation.
  const deepest = resource.resourceType === 'Parameters' ? 0 : DEEPEST;
  const found = modifiersIn(resource, resource.resourceType, deepest);
  if (!found.length) return;
  const urls = [...new Set(found.map(({ url }) => url))].join(', ');
  throw problem(422, `This server does not understand the modifier extension ${urls}, so it must refuse.`, {
    code: 'extension',
    expression: found.map(({ path }) => path),
  });
}

/**
 * Refuses (400) what is not a FHIR R4 resource of its type: shapes, cardinalities, primitive formats, invariants.
 * Codes are not looked up, except where FHIR ties an invariant to them.
 */
export function checkResource(resource: Resource): void {
  const lenient = tolerant.has(resource.resourceType);
  if (lenient) checkModifierExtensions(resource);
  check(resource, lenient);
}

/** The same for what a submission carries: elements nobody knows are kept as they are (CONF-096). */
export const checkContent = (resource: Resource): void => check(resource, true);

function check(resource: Resource, lenient: boolean): void {
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
