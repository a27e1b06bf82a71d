import type { SearchParameter } from '../../../shared/fhir/search.ts';
import { codesFor } from '../../../shared/fhir/search-codes.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { findingResult } from '../finding-result.ts';
import { findingId, type ParameterFinding, rowName } from './finding-fixes.ts';
import style from './row.module.css';

interface Props {
  type: string;
  param: SearchParameter;
  findings: readonly ParameterFinding[];
  onFix: (param: SearchParameter) => void;
  onAccept: (findingId: string) => void;
  acceptLabel: string;
}

/** What is doubtful about a row, with what can be done about it; beside a finding on codes, the codes there are. */
export function RowFindings({ type, param, findings, onFix, onAccept, acceptLabel }: Props) {
  const codes = findings.some(({ rule }) => rule === 'search-code') ? codesFor(type, param.name) : undefined;
  const worst = findings[0];
  return (
    <div className={style.below} data-st={worst && findingResult(worst.severity)}>
      <FindingList label={`Findings on ${rowName(param)}`}>
        {findings.map((finding, index) => (
          <Finding
            key={findingId(finding)}
            result={findingResult(finding.severity)}
            message={finding.message}
            next={finding.next}
          >
            {finding.fix && (
              <Button
                size="small"
                kind="main"
                keys={index === 0 ? 'Enter' : undefined}
                onPress={() => finding.fix && onFix(finding.fix.param)}
              >
                {finding.fix.label}
              </Button>
            )}
            <Button size="small" onPress={() => onAccept(findingId(finding))}>
              {acceptLabel}
            </Button>
          </Finding>
        ))}
      </FindingList>
      {codes && <CodeList param={param} codes={codes} onChange={onFix} />}
    </div>
  );
}

interface CodeProps {
  param: SearchParameter;
  codes: readonly string[];
  onChange: (param: SearchParameter) => void;
}

function CodeList({ param, codes, onChange }: CodeProps) {
  const chosen = new Set(param.values.map(({ text }) => text));
  const change = (code: string, isChosen: boolean) =>
    onChange({
      ...param,
      values: isChosen ? [...param.values, { text: code }] : param.values.filter(({ text }) => text !== code),
    });
  return (
    <fieldset className={style.codes} aria-label={`Codes of ${param.name}`}>
      {codes.map((code) => (
        <Checkbox key={code} isSelected={chosen.has(code)} onChange={(isChosen) => change(code, isChosen)}>
          <span className="mono">{code}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
