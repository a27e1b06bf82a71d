import { ok } from '../../../shared/contract/errors.ts';
import type { Partner } from '../partner.ts';

/** The partner as a stranger meets it: the line as it is, no header that lets us in. */
export function withoutCredentials(partner: Partner): Partner {
  const { admit, ...rest } = partner;
  const plain: Partner = { ...rest, secretHeaders: {} };
  if (!admit) return plain;
  return {
    ...plain,
    async admit(need) {
      const admission = await admit(need);
      return admission.ok ? ok({ ...admission.value, headers: {}, renewable: false }) : admission;
    },
  };
}

/** The partner of an open line by plain TLS, where a guide forbids to ask for a client certificate (HRex, endpoint discovery). */
export function withoutClientCertificate({ tls, ...rest }: Partner): Partner {
  const { cert: _cert, key: _key, ...plain } = tls ?? {};
  return Object.keys(plain).length > 0 ? { ...rest, tls: plain } : rest;
}
