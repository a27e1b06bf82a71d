import { methodWords } from '../../../parts/auth-words.ts';
import { pollingOf } from '../../../parts/policy-words.ts';
import type { ConnectionDraft } from './draft.ts';

/** What each folded section holds, in a few words. */

export function authSays({ auth }: ConnectionDraft): string {
  const parts = [methodWords[auth.method].label];
  if (auth.method === 'none' || auth.method === 'bearer') return parts.join(', ');
  if (auth.clientId.trim()) parts.push(`client ${auth.clientId.trim()}`);
  if (auth.method === 'backend' && auth.key) parts.push(`key ${auth.key}`);
  return parts.join(', ');
}

export function lineSays({ line }: ConnectionDraft): string {
  const proof = { none: 'no client certificate', pem: 'client certificate', pfx: 'client certificate from PFX' };
  return [
    line.ca.trim() ? 'own authorities' : 'the system’s authorities',
    proof[line.client],
    line.proxyUrl.trim() ? 'proxy' : 'no proxy',
    ...(line.serverName.trim() ? [`certificate for ${line.serverName.trim()}`] : []),
  ].join(', ');
}

export function policySays({ policy }: ConnectionDraft): string {
  const quirks = policy.quirks.length;
  return [
    policy.signatures === 'required' ? 'signatures required' : 'signatures not required',
    policy.purposeOfUse === 'required' ? 'purpose of use required' : 'purpose of use optional',
    `polled ${pollingOf(policy.polling)}`,
    ...(quirks > 0 ? [quirks === 1 ? '1 quirk' : `${quirks} quirks`] : []),
  ].join(', ');
}
