import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { PartnerInput } from '../../shared/contract/partner.ts';
import type { TlsView } from '../../shared/domain/tls-view.ts';
import { certificateInfo, parseCertificates } from '../credentials/certificates.ts';
import type { LineMaterial } from '../exchange/agents.ts';
import { linePartner } from '../exchange/line.ts';
import type { Partner } from '../exchange/partner.ts';
import { tellUse, usedOnLine } from '../exchange/tell-use.ts';
import type { Handlers, Kit } from './kit.ts';
import { findConnection, resolvePartner } from './partners.ts';

/** The TLS side of a partner's address. */
export function tlsHandlers(kit: Kit): Handlers<'connections.tls'> {
  return {
    async 'connections.tls'({ partner: input, url }) {
      const partner = await lineAt(kit, input, url);
      if (!partner.ok) return partner;
      return viewOf(kit, partner.value, url ?? partner.value.baseUrl);
    },
  };
}

/** The partner with its line open, and no token: none is sent. */
async function lineAt(kit: Kit, input: PartnerInput, url: string | undefined): Promise<Reply<Partner>> {
  if (!('connection' in input)) return resolvePartner(kit, input);
  const found = findConnection(kit, input.connection);
  return found.ok ? linePartner(kit, found.value, url ?? found.value.baseUrl) : found;
}

async function viewOf(kit: Kit, partner: Partner, url: string): Promise<Reply<TlsView>> {
  const address = new URL(url);
  if (address.protocol !== 'https:')
    return fail(
      'invalid-input',
      `${address.host} is spoken to by plain http, so there is no TLS to look at.`,
      'Use the partner’s https address. Plain http does not conform to the security rules of HRex, loopback included; it is for trying things out on this computer.',
      { requirement: 'CONF-014' },
    );
  const { inspectTls } = await import('../exchange/inspect-tls.ts');
  const now = kit.ports.clock.now();
  const line: LineMaterial = {
    ...(partner.tls ? { tls: partner.tls } : {}),
    ...(partner.proxy ? { proxy: partner.proxy } : {}),
  };
  tellUse(kit.store, partner.name, usedOnLine(line));
  const { chain, problem, ...seen } = await inspectTls(url, line, partner.timeoutMs);
  const own = partner.tls?.cert ? parseCertificates(partner.tls.cert) : undefined;
  const [certificate] = own?.ok ? own.value : [];
  return ok({
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || 443),
    at: new Date(now).toISOString(),
    ...seen,
    chain: chain.map((one) => certificateInfo(one, now)),
    ...(certificate ? { clientCertificate: certificateInfo(certificate, now) } : {}),
    ...(problem ? { problem: { code: problem.code, message: problem.message, next: problem.next } } : {}),
  });
}
