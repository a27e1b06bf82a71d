import type { ReactNode } from 'react';
import type { Finding as RuleSays } from '../../shared/domain/finding.ts';
import { Finding, FindingList } from '../ui/finding.tsx';
import { findingResult } from './finding-result.ts';

/** Tells findings of a list apart. */
export const findingKey = ({ rule, path, message }: RuleSays): string => `${rule} ${path} ${message}`;

interface Props {
  finding: RuleSays;
  /** Leads to its place. */
  onPath?: (() => void) | undefined;
  /** Where it stands is plain from where it is shown. */
  withoutPath?: boolean;
  /** Buttons that do what is to be done. */
  children?: ReactNode;
}

/** What a rule says, drawn. Stands in a `FindingList`. */
export function RuleFinding({ finding, onPath, withoutPath = false, children }: Props) {
  const { rule, severity, message, path, next } = finding;
  return (
    <Finding
      result={findingResult(severity)}
      rule={rule}
      message={message}
      path={withoutPath || path === '' ? undefined : path}
      onPath={onPath}
      next={next}
    >
      {children}
    </Finding>
  );
}

interface ListProps {
  label?: string;
  findings: readonly RuleSays[];
  withoutPath?: boolean;
}

/** What rules say, under each other; nothing where there are none. */
export const RuleFindings = ({ label, findings, withoutPath }: ListProps) =>
  findings.length > 0 && (
    <FindingList label={label}>
      {findings.map((one) => (
        <RuleFinding key={findingKey(one)} finding={one} withoutPath={withoutPath} />
      ))}
    </FindingList>
  );
