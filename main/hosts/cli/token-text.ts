import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { table } from './printing.ts';

/** A diagnosis in lines: what, where, why, next. */
function diagnosisText({ message, where, why, compare, next, requirement }: Diagnosis): string {
  const lines = [
    message,
    where && `  where  ${where}`,
    compare && `  sent   ${compare.sent}`,
    compare && `  wanted ${compare.wanted} (${compare.from})`,
    why && `  why    ${why}${requirement ? ` [${requirement}]` : ''}`,
    `  next   ${next}`,
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

/** An attempt to get a token in words: the diagnosis, what was sent where, what came, and every check. */
export function explanationText({ diagnosis, endpoint, response, checks, exchangeId }: TokenExplanation): string {
  const rows = checks.map(({ part, name, value = '', result, says }) => [
    result.toUpperCase(),
    part,
    name,
    value.length > 60 ? `${value.slice(0, 57)}...` : value,
    says,
  ]);
  const asked = endpoint ? `Asked at ${endpoint.tokenUrl} (${endpoint.from})` : 'Nothing was sent';
  const came = response ? `, answered ${response.status}` : '';
  const record = exchangeId ? `See: switchboard exchanges show ${exchangeId}\n` : '';
  return `${diagnosisText(diagnosis)}${asked}${came}.\n${table(['RESULT', 'PART', 'NAME', 'VALUE', 'SAYS'], rows)}${record}`;
}
