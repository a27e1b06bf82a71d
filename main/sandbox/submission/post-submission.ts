import type { Parameters } from '@medplum/fhirtypes';
import { submissionUrl } from '../../../shared/cdex/submission-url.ts';
import { isErrorOutcome, outcomeSentence } from '../../../shared/fhir/outcome.ts';
import { type PushLine, securePost } from './secure-post.ts';

/** What a payer answered. */
export interface PostedSubmission {
  httpStatus: number;
  /** The body as JSON, where it was any. */
  outcome?: unknown;
  /** Why this is no success, in a sentence; absent when it is one. */
  refusal?: string;
}

/** How the sandbox names itself to those it pushes to. */
const USER_AGENT = 'Switchboard-sandbox';

/** How long a payer may take, in milliseconds. */
const PATIENCE = 60_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** How the provider gets out, where that is not as everybody does. */
export interface PushWay {
  /** What it trusts and shows over HTTPS. */
  line(url: string): Promise<PushLine | undefined>;
  /** The access token it has for a URL. */
  token(url: string): Promise<string | undefined>;
  /** Where a URL leads from here, and what it wants to see beside; as it says, where absent. */
  at?(url: string): { url: string; headers: Record<string, string> };
}

const asEverybody: PushWay = { line: async () => undefined, token: async () => undefined };

async function send(url: string, body: string, way: PushWay, type = 'application/fhir+json'): Promise<Response> {
  const token = await way.token(url);
  const { url: there, headers: shown } = way.at?.(url) ?? { url, headers: {} };
  const headers = {
    ...shown,
    'content-type': type,
    accept: 'application/fhir+json',
    'user-agent': USER_AGENT,
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const signal = AbortSignal.timeout(PATIENCE);
  const line = there.startsWith('https:') ? await way.line(url) : undefined;
  if (line) return securePost(there, { headers, body, line, signal });
  return fetch(there, { method: 'POST', headers, body, redirect: 'manual', signal });
}

/** Searches by POST at the payer. Rejects when no answer comes. */
export const sendForm = (url: string, fields: string, way: PushWay): Promise<Response> =>
  send(url, fields, way, 'application/x-www-form-urlencoded');

/** Posts a submission. Rejects when no answer comes: wrong URL, refused connection, no answer in time. */
export async function postSubmission(
  to: string,
  parameters: Parameters,
  way: PushWay = asEverybody,
): Promise<PostedSubmission> {
  const response = await send(submissionUrl(to) ?? to, JSON.stringify(parameters), way);
  const outcome = parsed(await response.text());
  const answer: PostedSubmission = { httpStatus: response.status, ...(outcome === undefined ? {} : { outcome }) };
  const said = outcome === undefined ? '' : `: ${outcomeSentence(outcome)}`;
  if (!response.ok) return { ...answer, refusal: `The payer answered ${response.status}${said}` };
  if (isErrorOutcome(outcome))
    return { ...answer, refusal: `The payer answered ${response.status} but reported an error${said}` };
  return answer;
}
