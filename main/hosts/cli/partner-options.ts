import path from 'node:path';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import { type CdexVersion, cdexVersions } from '../../../shared/domain/connection.ts';
import type { Given, OptionSpec } from './arguments.ts';
import { misused } from './refusal.ts';

const withBase = {
  'header-env': { type: 'text' },
  'token-env': { type: 'text' },
  ca: { type: 'text' },
  cert: { type: 'text' },
  key: { type: 'text' },
  timeout: { type: 'text' },
  'cdex-version': { type: 'text' },
} as const satisfies Record<string, OptionSpec>;

/** Options that name a partner: a stored connection, or a base URL and how to be let in there. */
export const partnerOptions: Record<string, OptionSpec> = {
  base: { type: 'text' },
  connection: { type: 'text' },
  ...withBase,
};

/** The CDex version of --cdex-version, where given. */
export function cdexVersionOf(given: Given): CdexVersion | undefined {
  const typed = given.text('cdex-version');
  if (typed === undefined) return undefined;
  const version = cdexVersions.find((known) => known === typed);
  return version ?? misused(`--cdex-version ${typed} is not known.`, `Use one of: ${cdexVersions.join(', ')}.`);
}

const fileOf = (given: Given, name: string): string | undefined => {
  const file = given.text(name);
  return file === undefined ? undefined : path.resolve(file);
};

/** The partner that was named, or undefined when none was. */
export function namedPartner(given: Given): PartnerInput | undefined {
  const base = given.text('base');
  const connection = given.text('connection');
  if (base !== undefined && connection !== undefined)
    return misused('Both --base and --connection name a partner.', 'Give one of the two.');
  if (base === undefined) {
    const stray = Object.keys(withBase).find((name) => given.flag(name));
    if (stray) return misused(`--${stray} goes with --base only.`, 'Give --base URL, or leave it out.');
    return connection === undefined ? undefined : { connection };
  }
  if (given.flag('cert') !== given.flag('key'))
    return misused('A client certificate needs its key, and a key its certificate.', 'Give both --cert and --key.');
  const headerEnv = given.texts('header-env');
  return {
    baseUrl: base,
    headerEnv: headerEnv.length ? headerEnv : undefined,
    tokenEnv: given.text('token-env'),
    caFile: fileOf(given, 'ca'),
    certFile: fileOf(given, 'cert'),
    keyFile: fileOf(given, 'key'),
    timeoutMs: given.seconds('timeout'),
    cdexVersion: cdexVersionOf(given),
  };
}

/** The partner that was named; without one the command ends. */
export const requiredPartner = (given: Given): PartnerInput =>
  namedPartner(given) ?? misused('No partner is named.', 'Give --base URL or --connection NAME.');
