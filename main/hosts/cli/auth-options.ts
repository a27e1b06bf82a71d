import path from 'node:path';
import type { CommandInput } from '../../../shared/contract/commands.ts';
import { type Auth, type AuthMethod, authMethods } from '../../../shared/domain/auth.ts';
import type { Given, OptionSpec } from './arguments.ts';
import { misused } from './refusal.ts';

type Patch = CommandInput<'connections.update'>['patch'];
type AuthInput = NonNullable<Patch['auth']>;

/** What the options say of how we are let in; `auth` is absent where they say nothing. */
type AuthPatch = Pick<Patch, 'auth' | 'files' | 'secrets'>;

const text: OptionSpec = { type: 'text' };

/** Options of how we are let in, all methods together. */
export const authOptions: Record<string, OptionSpec> = {
  auth: text,
  'token-env': text,
  'client-id': text,
  'secret-env': text,
  post: { type: 'flag' },
  key: text,
  cert: text,
  'token-url': text,
  'authorize-url': text,
  'registration-url': text,
  contact: text,
  scope: text,
  jku: text,
  audience: text,
  'redirect-port': text,
  'organization-id': text,
  'organization-name': text,
  pou: { type: 'text', variadic: true },
};

/** Which options go with which method. */
const takes: Record<AuthMethod, readonly string[]> = {
  none: [],
  bearer: ['token-env'],
  'client-secret': ['client-id', 'secret-env', 'post', 'scope', 'token-url'],
  backend: ['client-id', 'key', 'token-url', 'scope', 'jku', 'audience'],
  code: ['client-id', 'key', 'secret-env', 'scope', 'redirect-port', 'authorize-url', 'token-url'],
  udap: [
    'cert',
    'key',
    'client-id',
    'organization-id',
    'organization-name',
    'pou',
    'scope',
    'token-url',
    'registration-url',
    'contact',
  ],
};

function methodOf(given: Given, before: Auth | undefined): AuthMethod {
  const typed = given.text('auth') ?? before?.method ?? 'none';
  const method = authMethods.find((known) => known === typed);
  return method ?? misused(`--auth ${typed} is not known.`, `Use one of: ${authMethods.join(', ')}.`);
}

const secretEnv = (given: Given, name: string) => {
  const typed = given.text(name);
  return typed === undefined ? undefined : { env: typed };
};
const file = (given: Given, name: string) => {
  const typed = given.text(name);
  return typed === undefined ? undefined : { file: path.resolve(typed) };
};

/** What the options say of how we are let in; what they leave out stays as in `before`, where the method stays. Throws `Refusal`. */
export function authOf(given: Given, before?: Auth): AuthPatch {
  const method = methodOf(given, before);
  const typed = Object.keys(authOptions).filter((name) => name !== 'auth' && given.flag(name));
  const stray = typed.find((name) => !takes[method].includes(name));
  if (stray) {
    const owners = authMethods.filter((each) => takes[each].includes(stray));
    misused(`--${stray} does not go with --auth ${method}.`, `It goes with ${owners.join(', ')}.`);
  }
  if (typed.length === 0 && !given.flag('auth')) return {};
  const known = before?.method === method ? before : undefined;
  return {
    auth: inputOf(method, given, known),
    files: { udapCertificate: file(given, 'cert') },
    secrets: {
      bearer: secretEnv(given, 'token-env'),
      clientSecret: secretEnv(given, 'secret-env'),
      udapKey: method === 'udap' ? file(given, 'key') : undefined,
    },
  };
}

function inputOf(method: AuthMethod, given: Given, before: Auth | undefined): AuthInput {
  switch (method) {
    case 'none':
    case 'bearer':
      return { method };
    case 'client-secret': {
      const known = before?.method === method ? before : undefined;
      return { ...asked(given, known), method, send: given.flag('post') ? 'post' : (known?.send ?? 'basic') };
    }
    case 'backend': {
      const known = before?.method === method ? before : undefined;
      return {
        ...asked(given, known),
        method,
        key:
          given.text('key') ??
          known?.key ??
          misused('--auth backend needs a key.', 'Give --key NAME; switchboard keys list shows them.'),
        jku: given.text('jku') ?? known?.jku,
        audience: given.text('audience') ?? known?.audience,
      };
    }
    case 'code': {
      const known = before?.method === method ? before : undefined;
      const client = given.flag('key') ? 'asymmetric' : given.flag('secret-env') ? 'secret' : known?.client;
      if (given.flag('key') && given.flag('secret-env'))
        misused('A client proves itself by a key or by a secret.', 'Give --key or --secret-env.');
      return {
        ...asked(given, known),
        method,
        client: client ?? 'public',
        key: given.text('key') ?? known?.key,
        authorizeUrl: given.text('authorize-url') ?? known?.authorizeUrl,
        redirectPort: given.integer('redirect-port', 1, 65_535) ?? known?.redirectPort,
      };
    }
    case 'udap': {
      const { certificate: _, ...known } = before?.method === method ? before : { certificate: '' };
      const purposes = given.texts('pou').flatMap((typed) => typed.split(','));
      const name = (option: string, field: string) => {
        const value = given.text(option);
        return value === undefined ? {} : { [field]: value };
      };
      return {
        ...known,
        method,
        ...name('client-id', 'clientId'),
        ...name('organization-id', 'organizationId'),
        ...name('organization-name', 'organizationName'),
        ...name('scope', 'scope'),
        ...name('token-url', 'tokenUrl'),
        ...name('registration-url', 'registrationUrl'),
        ...name('contact', 'contact'),
        ...(purposes.length > 0 ? { purposeOfUse: purposes } : {}),
      };
    }
  }
}

/** What the methods that ask for a token share. */
function asked(given: Given, known: { clientId: string; tokenUrl?: string; scope?: string } | undefined) {
  return {
    clientId:
      given.text('client-id') ??
      known?.clientId ??
      misused('This way of being let in needs our client id.', 'Give --client-id ID, as the partner registered it.'),
    tokenUrl: given.text('token-url') ?? known?.tokenUrl,
    scope: given.text('scope') ?? known?.scope,
  };
}
