import type { Discovery, Found } from '../../../../shared/domain/discovery.ts';
import type { Command } from '../command.ts';
import { jsonDocument } from '../printing.ts';

type Facts = [name: string, value: string | readonly string[] | undefined][];

const plain = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/** A document in words: whether it is there, what it says, what is odd about it. */
function documentText<T>(title: string, found: Found<T>, factsOf: (value: T) => Facts): string[] {
  if (found.state === 'absent') return [`${title}: not published (${found.httpStatus})`];
  if (found.state === 'failed') return [`${title}: ${found.message}`, `  Next: ${found.next}`].map(plain);
  const facts = factsOf(found.value).flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'string' ? value : value?.join(' ');
    return text ? [[name, text]] : [];
  });
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return [
    `${title}:${found.stale ? ` from before; reading it again failed: ${found.stale.message}` : ''}`,
    ...facts.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ...found.problems.map((problem) => `  ! ${problem}`),
  ].map(plain);
}

function textOf({ at, baseUrl, smart, udap, statement, davinci }: Discovery): string {
  const lines = [
    `What ${baseUrl} publishes, read ${at.slice(0, 19)}Z`,
    '',
    ...documentText('smart-configuration', smart, (one) => [
      ['token', one.tokenEndpoint],
      ['authorize', one.authorizationEndpoint],
      ['register', one.registrationEndpoint],
      ['revoke', one.revocationEndpoint],
      ['introspect', one.introspectionEndpoint],
      ['issuer', one.issuer],
      ['keys', one.jwksUri],
      ['grants', one.grantTypes],
      ['proofs', one.authMethods],
      ['algorithms', one.signingAlgorithms],
      ['scopes', one.scopes],
      ['capabilities', one.capabilities],
      ['challenges', one.challengeMethods],
    ]),
    ...documentText('udap', udap, (one) => [
      ['versions', one.versions],
      ['profiles', one.profiles],
      ['token', one.tokenEndpoint],
      ['authorize', one.authorizationEndpoint],
      ['register', one.registrationEndpoint],
      ['grants', one.grantTypes],
      ['algorithms', one.tokenAlgorithms],
      ['extensions', one.extensionsSupported],
      ['required', one.extensionsRequired],
      ['signature', one.signedMetadata.says],
    ]),
    ...documentText('metadata', statement, (one) => [
      ['services', one.services],
      ['token', one.tokenUrl],
      ['authorize', one.authorizeUrl],
      ['register', one.registerUrl],
    ]),
    ...documentText('davinci-configuration', davinci, (one) => [
      ['identifier', [one.identifier?.system, one.identifier?.value].filter(Boolean).join('|')],
      ...one.endpoints.map(({ code, url }): Facts[number] => [code, url]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** `connections discover NAME [--refresh]`: what the partner publishes about how to be let in. */
export const connectionsDiscover: Command = {
  words: ['NAME'],
  options: { refresh: { type: 'flag' } },
  async run(given, session) {
    const discovery = await session.run('connections.discover', {
      connection: given.word('NAME'),
      refresh: given.flag('refresh'),
    });
    await session.print(session.json ? jsonDocument(discovery) : textOf(discovery));
    return 0;
  },
};
