import { serverPart } from './abilities.ts';
import { dig, isObject, objectsOf, textOf, typeOfResource } from './json.ts';

/** The extension that names the addresses of an authorization server (SMART App Launch, CapabilityStatement). */
export const oauthUris = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';

/** CapabilityStatement.rest.security, as far as it leads to a token; addresses as written. */
export interface ReadSecurity {
  services: string[];
  tokenUrl?: string;
  authorizeUrl?: string;
  registerUrl?: string;
  /** What is odd, a sentence each. */
  problems: string[];
}

const memberOf = { token: 'tokenUrl', authorize: 'authorizeUrl', register: 'registerUrl' } as const;

/** The security part of a CapabilityStatement; undefined where the value is none. Never throws. */
export function readStatementSecurity(statement: unknown): ReadSecurity | undefined {
  if (typeOfResource(statement) !== 'CapabilityStatement' || !isObject(statement)) return undefined;
  const security = serverPart(statement).security;
  const read: ReadSecurity = { services: objectsOf(dig(security, 'service')).flatMap(serviceName), problems: [] };
  for (const uris of objectsOf(dig(security, 'extension')).filter(({ url }) => url === oauthUris))
    for (const one of objectsOf(uris.extension)) {
      const name = textOf(one.url) ?? '';
      if (!Object.hasOwn(memberOf, name)) continue;
      const uri = textOf(one.valueUri);
      const other = textOf(one.valueUrl) ?? textOf(one.valueString);
      if (uri === undefined)
        read.problems.push(
          other === undefined
            ? `The extension oauth-uris names ${name} without an address.`
            : `The extension oauth-uris gives ${name} in another type than valueUri.`,
        );
      const address = uri ?? other;
      if (address !== undefined) read[memberOf[name as keyof typeof memberOf]] ??= address;
    }
  return read;
}

/** The codes of a service, or its text. */
function serviceName(service: unknown): string[] {
  const codes = objectsOf(dig(service, 'coding')).flatMap(({ code, display }) => textOf(code) ?? textOf(display) ?? []);
  const text = textOf(dig(service, 'text'));
  return codes.length > 0 || text === undefined ? codes : [text];
}
