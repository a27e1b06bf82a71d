import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Finding } from '../../../shared/domain/finding.ts';
import { issue } from './problems.ts';

/** A broken rule of the guide as an issue: rule and sentence in details.text, the place in expression, what to do in diagnostics. */
export const findingIssue = ({ rule, path, message, next }: Finding): OperationOutcomeIssue =>
  issue(`${rule}: ${message}`, {
    code: rule === 'modifier-extension' ? 'extension' : 'invariant',
    expression: [path],
    diagnostics: next,
  });
