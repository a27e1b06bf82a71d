import path from 'node:path';
import type { CommandInput } from '../../../shared/contract/commands.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { quirkNames } from '../../../shared/domain/policy.ts';
import { pollingProfiles } from '../../../shared/domain/task.ts';
import type { Given, OptionSpec } from './arguments.ts';
import { authOf, authOptions } from './auth-options.ts';
import { cdexVersionOf } from './partner-options.ts';
import { misused } from './refusal.ts';

type Patch = CommandInput<'connections.update'>['patch'];

const text: OptionSpec = { type: 'text' };
const list: OptionSpec = { type: 'text', variadic: true };

/** Options of a connection: how we are let in, how the line is made, what was agreed. */
export const connectionOptions: Record<string, OptionSpec> = {
  base: text,
  role: text,
  timeout: text,
  'cdex-version': text,
  ...authOptions,
  'mtls-cert': text,
  'mtls-key': text,
  'mtls-pfx': text,
  ca: text,
  'server-name': text,
  proxy: text,
  'proxy-env': text,
  'header-env': text,
  'passphrase-env': text,
  polling: text,
  'purpose-of-use': text,
  signatures: text,
  quirk: list,
};

/** Parts of a line that `--without` takes away from a stored connection. */
const parts: Record<string, Patch> = {
  mtls: { files: { clientCertificate: null } },
  ca: { files: { ca: null } },
  'server-name': { line: { serverName: null } },
  proxy: { line: { proxyUrl: null } },
  'proxy-credentials': { secrets: { proxyCredentials: null } },
  headers: { secrets: { headers: null } },
  quirks: { policy: { quirks: [] } },
};

/** Options of an update: all of those, a new name, and what is taken away. */
export const updateOptions: Record<string, OptionSpec> = { ...connectionOptions, name: text, without: list };

/** The value of an option that names one of a few things. */
export function oneOf<T extends string>(given: Given, name: string, known: readonly T[]): T | undefined {
  const typed = given.text(name);
  if (typed === undefined) return undefined;
  return (
    known.find((each) => each === typed) ??
    misused(`--${name} ${typed} is not known.`, `Use one of: ${known.join(', ')}.`)
  );
}

const file = (given: Given, name: string) => {
  const typed = given.text(name);
  return typed === undefined ? undefined : { file: path.resolve(typed) };
};
const env = (given: Given, name: string) => {
  const typed = given.text(name);
  return typed === undefined ? undefined : { env: typed };
};

/** What the options say of a connection; `before` is the one they change. */
export function patchOf(given: Given, before?: Connection): Patch {
  const auth = authOf(given, before?.auth);
  const quirks = given
    .texts('quirk')
    .map(
      (typed) =>
        quirkNames.find((known) => known === typed) ??
        misused(`--quirk ${typed} is not known.`, `Use one of: ${quirkNames.join(', ')}.`),
    );
  const headers = given.texts('header-env').map((name) => ({ env: name }));
  const patch: Patch = {
    baseUrl: given.text('base'),
    cdexVersion: cdexVersionOf(given),
    timeoutMs: given.seconds('timeout'),
    auth: auth.auth,
    line: { serverName: given.text('server-name'), proxyUrl: given.text('proxy') },
    files: { ca: file(given, 'ca'), clientCertificate: file(given, 'mtls-cert'), ...auth.files },
    secrets: {
      ...auth.secrets,
      clientKey: file(given, 'mtls-key'),
      clientPfx: file(given, 'mtls-pfx'),
      passphrase: env(given, 'passphrase-env'),
      proxyCredentials: env(given, 'proxy-env'),
      ...(headers.length > 0 ? { headers } : {}),
    },
    policy: {
      polling: oneOf(given, 'polling', pollingProfiles),
      purposeOfUse: oneOf(given, 'purpose-of-use', ['optional', 'required']),
      signatures: oneOf(given, 'signatures', ['not-required', 'required']),
      ...(quirks.length > 0 ? { quirks } : {}),
    },
  };
  return tidy(given.texts('without').reduce(without, patch));
}

/** Without groups that say nothing. */
const tidy = (patch: Patch): Patch =>
  Object.fromEntries(
    Object.entries(patch).filter(
      ([, value]) => typeof value !== 'object' || Object.values(value ?? {}).some((one) => one !== undefined),
    ),
  );

function without(patch: Patch, part: string): Patch {
  const taken = Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (!taken) return misused(`--without ${part} is not known.`, `Use one of: ${Object.keys(parts).join(', ')}.`);
  return {
    ...patch,
    files: { ...patch.files, ...taken.files },
    line: { ...patch.line, ...taken.line },
    secrets: { ...patch.secrets, ...taken.secrets },
    policy: { ...patch.policy, ...taken.policy },
  };
}
