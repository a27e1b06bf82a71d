import { ok } from '../../../shared/contract/errors.ts';
import type { TlsMaterial } from '../admission.ts';
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

/** The partner by plain TLS, where a guide forbids to ask for a client certificate (HRex, endpoint discovery). */
export function withoutClientCertificate(partner: Partner): Partner {
  const { admit, tls, ...rest } = partner;
  return {
    ...rest,
    ...(tls ? { tls: plainTls(tls) } : {}),
    ...(admit
      ? {
          async admit(need) {
            const admission = await admit(need);
            if (!admission.ok || !admission.value.tls) return admission;
            return ok({ ...admission.value, tls: plainTls(admission.value.tls) });
          },
        }
      : {}),
  };
}

function plainTls({ cert: _cert, key: _key, ...tls }: TlsMaterial): TlsMaterial {
  return tls;
}
