import type { AuthMethod } from '../../../../shared/domain/auth.ts';
import type { Role } from '../../../../shared/domain/connection.ts';

const word = (text: string) => ({ word: text });

/** Scopes a Data Consumer needs for direct queries, Tasks, notifications and exports (SMART 2.2, version 2 scopes). */
const consumer = ['system/*.rs', 'system/Task.crus', 'system/Subscription.cruds', 'system/Group.rs'].map(word);
/** The same where a person signs in. */
const person = ['user/*.rs', 'user/Task.crus', 'openid', 'fhirUser', 'offline_access'].map(word);

/** The scopes usually asked for. A provider submits by an operation, for which no scope is standardized. */
export const usualScopes = (role: Role, method: AuthMethod) =>
  method === 'code' ? person : role === 'payer' ? consumer : [];

/** What stands under the scopes. */
export const scopeHint = (role: Role, method: AuthMethod): string =>
  role === 'provider' && method !== 'code'
    ? 'Submitting attachments has no scope of its own: write what the payer named.'
    : 'Parted by spaces. What is granted is compared with this.';

const reasons: [code: string, says: string][] = [
  ['HPAYMT', 'payment'],
  ['CLMATTCH', 'claim attachment'],
  ['COVERAGE', 'coverage'],
  ['HOPERAT', 'operations'],
  ['TREAT', 'treatment'],
];

/** Purposes of use as UDAP writes them (HL7 ActReason, by OID). */
export const usualPurposes = reasons.map(([code, says]) => ({ word: `urn:oid:2.16.840.1.113883.5.8#${code}`, says }));
