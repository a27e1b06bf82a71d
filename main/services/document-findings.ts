import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Finding } from '../../shared/domain/finding.ts';
import { sniffType } from '../../shared/fhir/sniff.ts';
import type { SurveyedDocument } from '../../shared/fhir/survey.ts';
import type { Content } from './output-content.ts';

const warn = (path: string, message: string, next: string): Finding => ({
  rule: 'attachment',
  severity: 'warning',
  path,
  message,
  next,
});

/** Content types that say the same of the same bytes. */
const families: readonly RegExp[] = [
  /xml$/,
  /^(application\/fhir\+json|application\/json|text\/json)$/,
  /^image\/(jpeg|jpg|pjpeg)$/,
  /^(application|text)\/rtf$/,
  /^application\/(zip|epub|x-zip|vnd\.)/,
];

const bare = (type: string) => type.split(';', 1)[0]?.trim().toLowerCase() ?? '';

const alike = (one: string, other: string): boolean =>
  one === other || families.some((family) => family.test(one) && family.test(other));

/** Types that say little. */
const vague = new Set(['text/plain', 'application/octet-stream', '']);
/** Types that first bytes show for certain. */
const certain = /^(application\/(pdf|zip|rtf)|image\/.*|text\/html|.*xml)$/;

/**
 * What of a document is not as its Attachment describes it: type (the answer is believed over the description, and first bytes over both),
 * size, and the hash, SHA-1 in base64 (FHIR R4 Attachment).
 */
export async function documentFindings(document: SurveyedDocument, content: Content, path: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const [declared, came, shown] = [bare(document.contentType ?? ''), bare(content.contentType), await sniff(content)];
  if (declared && !vague.has(came) && !alike(declared, came))
    findings.push(
      warn(
        `${path}.contentType`,
        `The document is described as ${declared}; ${came} came.`,
        'Go by what came; tell the source.',
      ),
    );
  if (certain.test(shown) && !alike(shown, came === 'application/octet-stream' && declared ? declared : came))
    findings.push(
      warn(
        `${path}.contentType`,
        `The document’s first bytes are those of ${shown}, not of ${came}.`,
        shown === 'text/html'
          ? 'Look at it: it may be a page that asks for a sign-in.'
          : 'Go by its bytes; tell the source.',
      ),
    );
  if (document.size !== undefined && document.size !== content.bytes)
    findings.push(
      warn(
        `${path}.size`,
        `The document is described as ${document.size} bytes; ${content.bytes} came.`,
        'Ask the source whether this is the whole of it.',
      ),
    );
  if (document.hash && document.hash !== (await sha1(content)))
    findings.push(
      warn(
        `${path}.hash`,
        'The document is not the one described: its SHA-1 is another.',
        'Ask the source which of the two is right.',
      ),
    );
  return findings;
}

const firstBytes = 4_096;

async function sniff({ source }: Content): Promise<string> {
  if (typeof source !== 'string') return bare(sniffType(source));
  const handle = await open(source);
  try {
    const buffer = Buffer.alloc(firstBytes);
    const { bytesRead } = await handle.read(buffer, 0, firstBytes, 0);
    return bare(sniffType(buffer.subarray(0, bytesRead)));
  } finally {
    await handle.close();
  }
}

async function sha1({ source }: Content): Promise<string> {
  const hash = createHash('sha1');
  if (typeof source !== 'string') return hash.update(source).digest('base64');
  for await (const chunk of createReadStream(source)) hash.update(chunk as Buffer);
  return hash.digest('base64');
}
