import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import { causes, type RefusalCode } from './causes.ts';
import { answerWords, type Evidence, publishedOf, skewOf } from './evidence.ts';
import { suggestedBy } from './read-words.ts';
import { type Shown, shownCauses } from './show-cause.ts';

/** Causes an OAuth error says outright, whatever else is true (RFC 6749, section 5.2). */
function saidOutright(error: string | undefined, { grantType }: Evidence): RefusalCode | undefined {
  switch (error) {
    case 'invalid_scope':
      return 'scope-refused';
    case 'unsupported_grant_type':
    case 'unauthorized_client':
      return 'grant-not-offered';
    case 'access_denied':
      return grantType === 'authorization_code' ? 'consent-denied' : 'client-refused';
    case 'invalid_redirect_uri':
      return 'redirect-refused';
    case 'invalid_grant':
      if (grantType === 'refresh_token') return 'refresh-refused';
      return undefined;
    default:
      return undefined;
  }
}

/** The cause of last resort: what the error means for this kind of client when nothing closer is known. */
function byDefault(error: string | undefined, { auth, grantType, proof }: Evidence): RefusalCode {
  if (error === 'invalid_grant' && grantType === 'authorization_code') return 'code-refused';
  if (error === 'invalid_client' || error === undefined) {
    if (auth.method === 'client-secret' || proof.headers.authorization) return 'wrong-secret';
    if (auth.method === 'code' && auth.client === 'public' && error) return 'unknown-client';
  }
  return 'client-refused';
}

/** Causes that concern time: which of them a server names depends on its clock alone. */
const aboutTime: readonly RefusalCode[] = ['assertion-expired', 'assertion-too-long', 'clock-skew'];

/**
 * Names the cause of a refusal. What can be shown beats what the words suggest; where both agree there is no doubt; where only the words
 * speak, it is said.
 */
export function diagnoseRefusal(evidence: Evidence): Diagnosis {
  const { reading, auth, grantType } = evidence;
  const error = reading.kind === 'error' ? reading.error : undefined;
  const words = wordsOf(evidence);
  const said = answerWords(evidence);
  const shown = shownCauses(evidence);
  const outright = saidOutright(error, evidence);
  if (outright) {
    const also = shown.find(({ code }) => code === outright);
    const why = also?.why ?? ended(`The partner answered ${said}`);
    return complete(outright, { ...also, why });
  }
  const suggested = suggestedBy(words, auth, grantType);
  const agreed = shown.find(({ code }) => code === suggested || (code === 'clock-skew' && isAboutTime(suggested)));
  if (agreed) return complete(agreed.code, agreed);
  const [surest] = shown;
  if (surest) {
    const elsewhere = suggested ? ended(` Its words point elsewhere: ${said}`) : '';
    return complete(surest.code, { ...surest, why: `${surest.why ?? ''}${elsewhere}` });
  }
  if (suggested)
    return complete(suggested, { why: onlyWords(suggested, evidence, said), ...otherwise(suggested, evidence) });
  const code = byDefault(error, evidence);
  return complete(code, { why: `The partner answered ${said}, and nothing we can check explains it.` });
}

const isAboutTime = (code: RefusalCode | undefined) => code !== undefined && aboutTime.includes(code);

const complete = (code: RefusalCode, more: Partial<Shown>): Diagnosis => ({ ...causes[code], ...defined(more), code });

const defined = (more: Partial<Shown>) =>
  Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));

function wordsOf({ reading }: Evidence): string {
  if (reading.kind === 'error') return `${reading.error} ${reading.description ?? ''}`;
  return reading.kind === 'bare-refusal' ? (reading.says ?? '') : '';
}

/** With a full stop, where the partner's words bring none. */
const ended = (sentence: string) => (/[.!?]”?$/.test(sentence) ? sentence : `${sentence}.`);

/** What to do instead, where the usual advice would change nothing: an audience that is the published token URL already. */
function otherwise(code: RefusalCode, evidence: Evidence): Partial<Shown> {
  const published = publishedOf(evidence);
  if (code !== 'wrong-audience' || published?.tokenUrl !== evidence.proof.assertion?.claims.aud) return {};
  return {
    next: 'Ask the partner which audience it expects: ours is the token URL it publishes. Some want their issuer; the connection can name it.',
  };
}

/** Why we say so when nothing shows it, with what speaks against it. */
function onlyWords(code: RefusalCode, { answer, proof }: Evidence, said: string): string {
  const base = ended(`Only the partner’s words suggest it: ${said}`);
  const skew = skewOf(answer);
  if (isAboutTime(code) && skew !== undefined)
    return `${base} The clocks differ by ${Math.abs(skew)} s only, by the Date header of the answer.`;
  if (code === 'reused-jti') return `${base} Every assertion of ours has a jti of its own.`;
  if (code === 'wrong-audience' && proof.assertion) return `${base} Sent was ${String(proof.assertion.claims.aud)}.`;
  if (code === 'unknown-kid' && proof.key) return `${base} Sent was ${proof.key.kid}.`;
  return base;
}
