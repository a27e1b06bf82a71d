import {
  applyPatch,
  fhirpathPatchTypedValue,
  type Operation,
  OperationOutcomeError,
  parseFhirPathPatchParameters,
  toTypedValue,
} from '@medplum/core';
import type { Parameters, Resource } from '@medplum/fhirtypes';
import { problem } from './problems.ts';

/** Applies a patch, JSON Patch or FHIRPath Patch, to the resource itself. Throws 400 where it does not apply. */
export function applyPatchTo(resource: Resource, patch: Operation[] | Parameters): void {
  try {
    if (!Array.isArray(patch)) fhirpathPatchTypedValue(toTypedValue(resource), parseFhirPathPatchParameters(patch));
    const failures = Array.isArray(patch) ? applyPatch(resource, patch).filter((failure) => failure !== null) : [];
    if (failures.length) throw problem(400, `The patch does not apply: ${failures.map(String).join('; ')}`);
  } catch (error) {
    if (error instanceof OperationOutcomeError) throw error;
    throw problem(400, `The patch does not apply: ${error instanceof Error ? error.message : String(error)}`);
  }
}
