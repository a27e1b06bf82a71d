import type { AskingAuth } from './token-endpoint.ts';
import type { RefusalCode } from './causes.ts';
import type { GrantType } from './evidence.ts';

type Hint = [says: RegExp, code: RefusalCode];

/** What the words of a server suggest about an assertion; the first that fits, so the closer ones stand first. */
const aboutAssertions: readonly Hint[] = [
  [/\bjti\b|replay|already (been )?(used|seen)|re-?used/, 'reused-jti'],
  [
    /(jwks?|jku|key ?set|keys).{0,60}(fetch|retriev|unreach|load|download|resolv|connect|time(d )?-?out)/,
    'jwks-unreachable',
  ],
  [/(fetch|retriev|reach|load|download|resolve|get).{0,40}(jwks|jku|key ?set|public keys)/, 'jwks-unreachable'],
  [/\bkid\b|key id|\b(no|finds?|found|unknown|matching|suitable)\b.{0,20}\b(key|jwk)\b/, 'unknown-kid'],
  [/\balg(orithm)?s?\b/, 'algorithm-not-offered'],
  [
    /(exp\b|expir|lifetime|life time|validity|valid for).{0,60}(too (far|long)|exceed|more than|longer|greater|maximum|within|at most)/,
    'assertion-too-long',
  ],
  [/(too (far|long)|exceed|more than|longer).{0,60}(exp\b|expir|lifetime|validity|minutes)/, 'assertion-too-long'],
  [/expired|\bexp\b.{0,40}(past|before|passed)|no longer valid|too old|stale/, 'assertion-expired'],
  [/\biat\b|\bnbf\b|not yet|not before|in the future|clock|skew/, 'clock-skew'],
  [/\baud\b|audience/, 'wrong-audience'],
  [/signature|signed by/, 'signature-refused'],
];

const aboutClients: readonly Hint[] = [
  [
    /\bno client\b|(unknown|unregistered|no such|unrecogni[sz]ed|nonexistent).{0,20}client|client.{0,40}(unknown|not (be )?(found|registered|known|recogni[sz]ed)|(does|did) not exist)/,
    'unknown-client',
  ],
];

const aboutSecrets: readonly Hint[] = [[/secret|credential|password/, 'wrong-secret']];

const aboutCodes: readonly Hint[] = [
  [/verifier|pkce|challenge/, 'pkce-refused'],
  [/redirect/, 'redirect-refused'],
];

const aboutUdap: readonly Hint[] = [
  [/hl7-b2b|extension|purpose_of_use|purpose of use|organization/, 'udap-extension-refused'],
  [/certificate|x5c|trust|chain|revoked/, 'udap-certificate-refused'],
];

const aboutScopes: readonly Hint[] = [[/\bscopes?\b/, 'scope-refused']];

/** What the partner's words suggest, or undefined when they suggest nothing we know. */
export function suggestedBy(words: string, auth: AskingAuth, grantType: GrantType): RefusalCode | undefined {
  const signs =
    auth.method === 'backend' || auth.method === 'udap' || (auth.method === 'code' && auth.client === 'asymmetric');
  const hints = [
    ...(auth.method === 'udap' ? aboutUdap : []),
    ...(grantType === 'authorization_code' ? aboutCodes : []),
    ...(signs ? aboutAssertions : []),
    ...aboutClients,
    ...(signs ? [] : aboutSecrets),
    ...aboutScopes,
  ];
  const text = words.toLowerCase();
  return hints.find(([says]) => says.test(text))?.[1];
}
