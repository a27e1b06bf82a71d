import type { Finding } from '../../shared/domain/finding.ts';
import { isFinal, type TaskOutput, type TaskRecord } from '../../shared/domain/task.ts';
import type { CdexVersion } from '../../shared/domain/connection.ts';
import type { Content } from './output-content.ts';

const finding = (
  severity: Finding['severity'],
  rule: string,
  path: string,
  message: string,
  next?: string,
): Finding => ({ rule, severity, path, message, ...(next ? { next } : {}) });

const forAttachments = (code: string) => code.startsWith('attachment-request');

/** Words by which sources say that they have nothing. */
const nothingThere =
  /\b(no|not any|without|0) (matching |such |relevant )?(results?|data|records?|documents?|matches|hits)\b|nothing found|not found/i;

/** Whether a Task ended because the source has no data: the guide's own example fails a query with such words, HRex completes it with an empty Bundle. */
const saysNoData = ({ status, statusReason }: Pick<TaskRecord, 'status' | 'statusReason'>): boolean =>
  status === 'failed' && nothingThere.test(statusReason ?? '');

/** What is to be said of a Task whose outputs are asked for, whatever they are. */
export function endFindings(record: TaskRecord): Finding[] {
  const { status, statusReason, code, outputs } = record;
  const reason = statusReason ? `: ${statusReason.replace(/\.$/, '')}.` : '.';
  if (saysNoData(record))
    return [
      finding(
        'information',
        'no-data',
        'Task.status',
        `The source has no data${reason}`,
        'Ask in another way, or for another time.',
      ),
    ];
  if (status === 'failed' || status === 'rejected') {
    const next = statusReason ? 'Mend what the source names, and ask again.' : 'Ask the source why.';
    const missing = statusReason
      ? []
      : [finding('warning', 'tdr-2', 'Task.statusReason', `A Task that is ${status} must say why.`, next)];
    return [finding('error', 'ended', 'Task.status', `The Task was ended ${status}${reason}`, next), ...missing];
  }
  if (!isFinal(status))
    return [
      finding(
        'information',
        'not-ended',
        'Task.status',
        `The Task is ${status || 'without a status'}; ${outputs.length ? 'more outputs may come' : 'its outputs are still to come'}.`,
        'Fetch again once it is completed.',
      ),
    ];
  if (status !== 'completed' || outputs.length > 0) return [];
  return forAttachments(code)
    ? [
        finding(
          'information',
          'no-output',
          'Task.output',
          'The Task names no output: attachments come by push.',
          'Look in the push inbox for its tracking id.',
        ),
      ]
    : [
        finding(
          'error',
          'tdr-3',
          'Task.output',
          'The Task is completed, but names no output.',
          'Ask the source where the data is: a completed data request has an output.',
        ),
      ];
}

/** The codes outputs have: CDex 2.0 answers attachment requests in the words of data requests. */
function knownTypes(code: string, version: CdexVersion): readonly string[] {
  const data = ['data-value', 'questionnaire-response'];
  if (!forAttachments(code)) return data;
  const attachments = ['attachments-needed', 'questionnaire-context'];
  return version === '2.0' ? [...attachments, ...data] : attachments;
}

/** What is to be said of the type of an output; another code than the guide's is tolerated. */
export function typeFindings(output: TaskOutput, code: string, version: CdexVersion): Finding[] {
  const known = knownTypes(code, version);
  if (output.type !== undefined && known.includes(output.type)) return [];
  const [what, rule] = forAttachments(code) ? ['an attachment request', 'CONF-098'] : ['a data request', 'CONF-057'];
  return [
    finding(
      'warning',
      rule,
      `Task.output[${output.index}].type`,
      `The output ${output.type ? `type is ${output.type}` : 'has no type'}; ${what} answers with ${known.join(' or ')}.`,
      'Tell the source; the data was fetched all the same.',
    ),
  ];
}

const isJson = (contentType: string) => /^(application|text)\/([a-z.]+\+)?json$/.test(contentType);

/** What came in place of a FHIR resource; undefined where one did, or a document: a Binary may be anything, a web page too. */
function insteadOfFhir({ survey, unwrapped, bytes, contentType, url }: Content): string | undefined {
  if (survey || unwrapped) return undefined;
  if (bytes === 0) return 'an empty body';
  if (/\/Binary\//.test(url ?? '')) return undefined;
  if (isJson(contentType)) return 'JSON that is no FHIR resource, or breaks off';
  return contentType === 'text/html' ? 'a web page' : undefined;
}

/** What is to be said of the content of an output, whose reference promises a FHIR resource (FHIR R4, http.html#read). */
export function outputFindings(content: Content, path: string): Finding[] {
  const instead = insteadOfFhir(content);
  const findings = contentFindings(content, path);
  if (!instead) return findings;
  const next = 'Open the exchange to see what came, and ask the source.';
  return [
    finding('error', 'not-fhir', path, `The output is ${instead}, where a FHIR resource was asked for.`, next),
    ...findings,
  ];
}

/** What is to be said of a content; `path` is the place that led to it. */
export function contentFindings({ survey, unwrapped, contentType }: Content, path: string): Finding[] {
  const findings: Finding[] = [];
  if (survey?.matches === 0)
    findings.push(
      finding(
        'information',
        'no-data',
        path,
        'The Bundle is empty: the source has no data for this.',
        'Ask in another way, or for another time.',
      ),
    );
  if (survey?.more)
    findings.push(
      finding(
        'warning',
        'more-pages',
        path,
        'The Bundle is one page of several; the others were not fetched.',
        'Open it as a direct query and follow its next link.',
      ),
    );
  for (const said of survey?.outcomes ?? [])
    findings.push(finding('warning', 'outcome', path, `An OperationOutcome among the data says: ${said}`));
  if (unwrapped)
    findings.push(
      finding(
        'information',
        'binary',
        path,
        `The bytes came inside a Binary resource, as ${contentType}; they were taken out.`,
      ),
    );
  return findings;
}
