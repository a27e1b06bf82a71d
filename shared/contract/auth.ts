import { z } from 'zod';
import { codeClients } from '../domain/auth.ts';
import { quirkNames } from '../domain/policy.ts';
import { pollingProfiles } from '../domain/task.ts';
import { given } from './given.ts';

const address = z.url({ protocol: /^https?$/, error: 'It must be an http or https URL.' });
/** Addresses are shown, logged and kept in the clear: a name and password in one would be too. */
const openAddress = address.refine(
  (text) => !/\/\/[^/?#]*@/.test(text),
  'An address carries no name and no password; secrets have fields of their own.',
);
const clientId = z.string().trim().min(1).max(400);
const keyName = z.string().trim().min(1).max(80);
/** Scopes are words of printable characters between spaces (RFC 6749, section 3.3). */
const scope = z
  .string()
  .trim()
  .max(8_000)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e ]*$/, 'Scopes are words of printable ASCII, separated by spaces.');
const asks = { clientId, tokenUrl: openAddress.optional(), scope: scope.optional() };

/** How a connection is let in, as a person writes it; files and secrets are given beside it. */
export const authInput = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('none') }),
  z.strictObject({ method: z.literal('bearer') }),
  z.strictObject({ method: z.literal('client-secret'), send: z.enum(['basic', 'post']).default('basic'), ...asks }),
  z.strictObject({
    method: z.literal('backend'),
    ...asks,
    key: keyName,
    jku: openAddress.optional(),
    audience: z.string().trim().min(1).optional(),
  }),
  z.strictObject({
    method: z.literal('code'),
    ...asks,
    client: z.enum(codeClients).default('public'),
    key: keyName.optional(),
    authorizeUrl: openAddress.optional(),
    redirectPort: z.number().int().min(1).max(65535).optional(),
  }),
  z.strictObject({
    method: z.literal('udap'),
    clientId: clientId.optional(),
    tokenUrl: openAddress.optional(),
    registrationUrl: openAddress.optional(),
    scope: scope.optional(),
    /** Left out: the URI in the certificate's alternative names. */
    organizationId: z.string().trim().min(1).optional(),
    organizationName: z.string().trim().min(1).optional(),
    /** Left out: health care payment (HPAYMT). */
    purposeOfUse: z.array(z.string().trim().min(1)).min(1).max(10).default(['urn:oid:2.16.840.1.113883.5.8#HPAYMT']),
    contact: z.email().optional(),
  }),
]);
/** The same as a type. */
export type AuthInput = z.infer<typeof authInput>;

/** The line beside its certificates. */
export const lineInput = z.strictObject({
  serverName: z.string().trim().min(1).max(253).nullish(),
  proxyUrl: address.nullish(),
});

/** PEM files, none of them secret. `null` takes one away. */
export const filesInput = z.strictObject({
  ca: given.nullish(),
  clientCertificate: given.nullish(),
  udapCertificate: given.nullish(),
});

/**
 * Secrets of a connection; they go to the vault. `clientPfx` (base64 where it is a value) brings certificate and key in one;
 * `passphrase` opens keys and PFX files, `udapPassphrase` the UDAP key where it has another one; neither is kept. `proxyCredentials` is `user:password`, a header is `Name: value`.
 * `null` forgets one.
 */
export const secretsInput = z.strictObject({
  bearer: given.nullish(),
  clientSecret: given.nullish(),
  clientKey: given.nullish(),
  clientPfx: given.optional(),
  udapKey: given.nullish(),
  passphrase: given.optional(),
  udapPassphrase: given.optional(),
  proxyCredentials: given.nullish(),
  headers: z.array(given).max(20).nullish(),
});
/** The same as a type. */
export type SecretsInput = z.infer<typeof secretsInput>;

/** What was agreed with a partner. */
export const policyInput = z.strictObject({
  signatures: z.enum(['not-required', 'required']),
  purposeOfUse: z.enum(['optional', 'required']),
  polling: z.enum(pollingProfiles),
  quirks: z.array(z.enum(quirkNames)).max(quirkNames.length),
});
