import { Fragment, type ReactNode } from 'react';
import type { Finding as RuleSays } from '../../../shared/domain/finding.ts';
import { Button } from '../../ui/button.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { findingKey, RuleFinding } from '../rule-finding.tsx';
import style from './preview.module.css';

/** Something the form does not say yet. `blocks`: without it nothing can be sent. */
export interface Lack<F extends string = string> {
  field: F;
  says: string;
  blocks: boolean;
}

/** Where a finding leads, and how the button is called. */
export interface Way {
  words: string;
  go: () => void;
}

interface Props<F extends string> {
  lacks: readonly Lack<F>[];
  findings: readonly RuleSays[];
  onField: (field: F) => void;
  /** Where a finding leads; undefined where nowhere. */
  wayTo: (finding: RuleSays) => Way | undefined;
  /** What is said where nothing is missing or wrong; '' while that is not known. */
  holds: string;
  /** What is to be known besides. */
  children?: ReactNode;
}

/** What is still to be said and what the rules say, worst first; each leads to its field, or to its place in the JSON. */
export function RuleList<F extends string>({ lacks, findings, onField, wayTo, holds, children }: Props<F>) {
  return (
    <FindingList label="What the rules say">
      {lacks.length > 0 && (
        <Finding
          result="unchecked"
          message={
            <>
              Still to be said:{' '}
              {lacks.map(({ field, says }, index) => (
                <Fragment key={field}>
                  {index > 0 && ' '}
                  {/* No line begins with the mark behind a button. */}
                  <span className={style.item}>
                    <button type="button" className={style.lack} onClick={() => onField(field)}>
                      {says}
                    </button>
                    {index < lacks.length - 1 ? ',' : '.'}
                  </span>
                </Fragment>
              ))}
            </>
          }
        />
      )}
      {findings.map((one) => {
        const way = wayTo(one);
        return (
          <RuleFinding key={findingKey(one)} finding={one}>
            {way && (
              <Button size="small" label={`${way.words}: ${one.rule}, ${one.path}`} onPress={way.go}>
                {way.words}
              </Button>
            )}
          </RuleFinding>
        );
      })}
      {lacks.length === 0 && findings.length === 0 && holds && <Finding result="ok" message={holds} />}
      {children}
    </FindingList>
  );
}
