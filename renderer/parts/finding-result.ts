import type { Finding } from '../../shared/domain/finding.ts';
import type { Result } from '../ui/figures.tsx';

/** The figure a finding is drawn with: information is neither a fault nor a pass. */
export const findingResult = (severity: Finding['severity']): Result =>
  severity === 'error' ? 'fail' : severity === 'warning' ? 'warn' : 'unchecked';
