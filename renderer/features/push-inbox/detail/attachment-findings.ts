import type { Finding } from '../../../../shared/domain/finding.ts';
import type { PushAttachment } from '../../../../shared/domain/push.ts';
import { pointerOfPlace } from './place-in-json.ts';

/** Findings that speak of one attachment: of the parameter that carries it, or of anything inside. */
export function findingsOfAttachment(findings: readonly Finding[], { pointer }: PushAttachment): Finding[] {
  const carrier = /^\/parameter\/\d+/.exec(pointer)?.[0] ?? pointer;
  return findings.filter(({ path }) => {
    const place = pointerOfPlace(path);
    return place === carrier || place?.startsWith(`${carrier}/`) === true;
  });
}

/** Why the content cannot be shown as a document at all, where a finding says so: it is empty, or no base64. */
export const whyUnreadable = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ rule, severity }) => rule === 'attachment-content' && severity === 'error');
