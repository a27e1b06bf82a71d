import type {
  DavinciConfiguration,
  Discovery,
  Found,
  SmartConfiguration,
  StatementSecurity,
  UdapMetadata,
} from '../../../shared/domain/discovery.ts';

/** A fact of a document: its label, and one value or several. */
export type DocumentFact = readonly [label: string, value: string | readonly string[] | undefined];

/** One of the four documents as it is shown. */
export interface ShownDocument {
  id: 'smart' | 'udap' | 'statement' | 'davinci';
  title: string;
  /** Where it is, below the base URL. */
  path: string;
  /** What it is for, while it is absent. */
  brings: string;
  found: Found<unknown>;
  facts: DocumentFact[];
}

function smartFacts(value: SmartConfiguration): DocumentFact[] {
  return [
    ['Token', value.tokenEndpoint],
    ['Authorize', value.authorizationEndpoint],
    ['Register', value.registrationEndpoint],
    ['Revoke', value.revocationEndpoint],
    ['Issuer', value.issuer],
    ['JWKS', value.jwksUri],
    ['Grants', value.grantTypes],
    ['Proof', value.authMethods],
    ['Algorithms', value.signingAlgorithms],
    ['PKCE', value.challengeMethods],
    ['Scopes', value.scopes],
    ['Capabilities', value.capabilities],
  ];
}

function udapFacts(value: UdapMetadata): DocumentFact[] {
  return [
    ['Token', value.tokenEndpoint],
    ['Authorize', value.authorizationEndpoint],
    ['Register', value.registrationEndpoint],
    ['Profiles', value.profiles],
    ['Grants', value.grantTypes],
    ['Algorithms', value.tokenAlgorithms],
    ['Extensions', value.extensionsSupported],
    ['Required', value.extensionsRequired],
    ['Signed', value.signedMetadata.says],
  ];
}

const statementFacts = ({ services, tokenUrl, authorizeUrl, registerUrl }: StatementSecurity): DocumentFact[] => [
  ['Services', services],
  ['Token', tokenUrl],
  ['Authorize', authorizeUrl],
  ['Register', registerUrl],
];

const davinciFacts = ({ identifier, endpoints }: DavinciConfiguration): DocumentFact[] => [
  ['Identifier', identifier && [identifier.system, identifier.value].filter(Boolean).join('|')],
  ...endpoints.map(({ code, url }): DocumentFact => [code, url]),
];

const factsOf = <T>(found: Found<T>, read: (value: T) => DocumentFact[]): DocumentFact[] =>
  found.state === 'found'
    ? read(found.value).filter(([, value]) => value !== undefined && value !== '' && value.length > 0)
    : [];

/** The four documents of a discovery with their facts, those left out that say nothing. */
export function shownDocuments({ smart, udap, statement, davinci }: Discovery): ShownDocument[] {
  return [
    {
      id: 'smart',
      title: 'SMART configuration',
      path: '.well-known/smart-configuration',
      brings: 'token and sign-in addresses',
      found: smart,
      facts: factsOf(smart, smartFacts),
    },
    {
      id: 'udap',
      title: 'UDAP metadata',
      path: '.well-known/udap',
      brings: 'registering and authorization by certificate',
      found: udap,
      facts: factsOf(udap, udapFacts),
    },
    {
      id: 'statement',
      title: 'CapabilityStatement, security',
      path: 'metadata',
      brings: 'what older servers say of authorization',
      found: statement,
      facts: factsOf(statement, statementFacts),
    },
    {
      id: 'davinci',
      title: 'Da Vinci configuration',
      path: '.well-known/davinci-configuration',
      brings: 'addresses of CDex operations by version',
      found: davinci,
      facts: factsOf(davinci, davinciFacts),
    },
  ];
}

/** How a document was found, as a figure and in words. */
export function foundWords(found: Found<unknown>): { result: 'ok' | 'warn' | 'fail' | 'unchecked'; words: string } {
  if (found.state === 'absent') return { result: 'unchecked', words: `not offered, ${found.httpStatus}` };
  if (found.state === 'failed') return { result: 'fail', words: 'could not be read' };
  if (found.stale) return { result: 'warn', words: 'from before' };
  const { length } = found.problems;
  return length === 0
    ? { result: 'ok', words: 'found' }
    : { result: 'warn', words: `found, ${length} ${length === 1 ? 'thing is' : 'things are'} odd` };
}
