import type { FetchedOutput } from '../../shared/contract/tasks.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import { below } from '../../shared/fhir/pointer.ts';
import { parseReference, resolveReference, sameOrigin, withSlash } from '../../shared/fhir/reference.ts';
import type { SurveyedDocument } from '../../shared/fhir/survey.ts';
import { describeOutput, type Lead, notFetched } from './describe-output.ts';
import { documentFindings } from './document-findings.ts';
import { fetchReference } from './fetch-reference.ts';
import { type Content, contentOf, fetchedContent, insideOf, type Means } from './output-content.ts';
import { contentFindings } from './output-findings.ts';

/** A content in the list of outputs, with the URLs that led to it. */
export interface Listed {
  output: FetchedOutput;
  content?: Content;
  chain: readonly string[];
}

/** Documents followed in one go, and steps from an output: whoever links without end is stopped. */
const mostDocuments = 100;
const mostSteps = 5;

/**
 * Fetches the documents that listed contents carry or point to, and what those point to, and puts them at the end of the list. One that
 * leads back to what led to it is not fetched again, and that is said; so is what lies beyond the limits.
 */
export async function followDocuments(means: Means, record: TaskRecord, list: Listed[]): Promise<void> {
  const visited = new Set(list.flatMap(({ chain }) => chain));
  let left = mostDocuments;
  // The list grows while it is gone through: what a document leads to is followed in its turn.
  for (let at = 0; at < list.length; at += 1) {
    const from = list[at] as Listed;
    const { content, output, chain } = from;
    if (!content?.survey) continue;
    for (const document of content.survey.documents) {
      if (means.signal.aborted) return;
      const isInside = document.url === undefined;
      if (isInside && output.resourceType === 'Bundle') continue; // shown where it stands; a Bundle may hold thousands
      const urls = document.url === undefined ? [] : urlsOf(document.url, content, means.partner.baseUrl);
      if (urls.some((url) => chain.includes(url))) {
        output.findings.push(circle(document, urls[0] as string));
        continue;
      }
      if (urls.some((url) => visited.has(url))) continue;
      if (left === 0 || chain.length > mostSteps) {
        output.findings.push(beyond(left === 0));
        break;
      }
      left -= 1;
      for (const url of urls) visited.add(url);
      list.push(await follow(means, record, { from, of: at, document, urls }));
    }
  }
}

interface Step {
  from: Listed;
  of: number;
  document: SurveyedDocument;
  urls: string[];
}

async function follow(means: Means, record: TaskRecord, { from, of, document, urls }: Step): Promise<Listed> {
  const path = `output[${of}]${document.pointer.replaceAll('/', '.')}`;
  const kind = kindOf(document.url, urls[0], means.partner.baseUrl);
  const lead: Lead = {
    reference: document.url ?? `${from.output.reference}${document.pointer}`,
    kind,
    as: 'document',
    of,
  };
  const reply = await documentOf(means, record, from.content as Content, document, urls);
  if (!reply.ok) return { output: notFetched(lead, path, reply.error), chain: from.chain };
  const content = reply.value;
  const findings = [...contentFindings(content, path), ...(await documentFindings(document, content, path))];
  const chain = [...from.chain, ...(content.url ? [content.url] : [])];
  return { output: describeOutput(lead, content, findings), content, chain };
}

/** How it is given; a relative URL in a resource of another server leads there. */
function kindOf(url: string | undefined, first: string | undefined, baseUrl: string): string {
  if (url === undefined) return 'contained';
  return first !== undefined && !sameOrigin(first, baseUrl) ? 'foreign' : parseReference(url, baseUrl).kind;
}

async function documentOf(
  means: Means,
  record: TaskRecord,
  holder: Content,
  document: SurveyedDocument,
  urls: string[],
): Promise<Reply<Content>> {
  const { url, contentType } = document;
  if (url === undefined) {
    const inside = await insideOf(means, holder.exchangeId, below(`${holder.pointer}${document.pointer}`, 'data'));
    return inside
      ? ok(inside)
      : fail('not-found', 'The document’s bytes are not there.', 'Open the exchange to see what is.');
  }
  if (url.startsWith('#')) return contentOf(means, record, { index: 0, reference: url, kind: 'contained' });
  // A relative URL in a resource of another server was made absolute there.
  const reference = sameOrigin(urls[0] ?? '', means.partner.baseUrl) ? url : (urls[0] ?? url);
  const accept = contentType ? `${contentType}, */*;q=0.8` : '*/*';
  const reply = await fetchReference(means.kit.door, means.partner, reference, {
    signal: means.signal,
    accept,
    note: 'document of an output',
  });
  return reply.ok ? fetchedContent(means, reply.value) : reply;
}

/** Where a document may be, by the base of the server its resource came from. */
function urlsOf(url: string, { url: from }: Content, partnerBase: string): string[] {
  const base = from && !sameOrigin(from, partnerBase) ? foreignBase(from) : partnerBase;
  return resolveReference(url, base).map((one) => one.replace(/#.*$/, ''));
}

/** The base of a server, as the URL of one of its resources shows it. */
const foreignBase = (url: string): string =>
  withSlash(url.replace(/[?#].*$/, '').replace(/\/[A-Z][A-Za-z]+(\/[^/]+){0,3}$/, '')).replace(/\/$/, '');

const circle = ({ pointer }: SurveyedDocument, url: string): Finding => ({
  rule: 'circle',
  severity: 'warning',
  path: pointer,
  message: `The documents lead in a circle: this one points back to ${url}, which led here. It was not fetched again.`,
  next: 'Tell the source; what was fetched so far is whole.',
});

const beyond = (tooMany: boolean): Finding => ({
  rule: 'limit',
  severity: 'warning',
  path: 'output',
  message: tooMany
    ? `More than ${mostDocuments} documents are pointed to; the others were not fetched.`
    : `Documents point to documents over more than ${mostSteps} steps; what lies beyond was not fetched.`,
  next: 'Fetch what is missing by a direct query.',
});
