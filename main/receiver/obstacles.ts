import { X509Certificate } from 'node:crypto';
import type { Obstacle, ReachedAddress, ReceiverSetup } from '../../shared/domain/receiver.ts';
import { kindOfAddress } from '../services/receiver/addresses.ts';
import { type Probed, sayError } from './probe.ts';

/** One address, and what was found there. */
export interface Tried {
  reached: ReachedAddress;
  probed: Probed;
  isPublicUrl: boolean;
}

/** What was found out. */
export interface Findings {
  setup: ReceiverSetup;
  running: boolean;
  /** What it listens on. */
  host: string;
  port: number;
  /** The port of the settings. */
  usualPort: number;
  tried: readonly Tried[];
  /** Milliseconds since the epoch. */
  now: number;
}

type Look = (findings: Findings) => Obstacle | undefined;

const isLoopback = (host: string) => kindOfAddress(host) === 'loopback';
const publicOf = ({ tried }: Findings) => tried.find(({ isPublicUrl }) => isPublicUrl);
/** Whether anybody beyond this machine is meant to reach it. */
const isMeantForOthers = ({ host, setup }: Findings) => !isLoopback(host) || setup.publicUrl !== undefined;

const stopped: Look = ({ running }) =>
  running
    ? undefined
    : {
        code: 'stopped',
        severity: 'error',
        message: 'The receiver does not run.',
        next: 'Start it: in the console, or with switchboard listen or switchboard serve.',
      };

const port: Look = ({ running, port: now, usualPort, tried }) => {
  const taken = tried.find(({ reached }) => reached.result === 'another' && reached.network !== undefined);
  if (taken)
    return {
      code: 'port',
      severity: running ? 'warning' : 'error',
      message: `Another program answers at ${taken.reached.address}, port ${now}.`,
      next: 'End that program, or give the receiver another port (Settings, or --port).',
    };
  if (!running || now === usualPort) return undefined;
  return {
    code: 'port',
    severity: 'information',
    message: `It listens on port ${now}, not on ${usualPort} of the settings.`,
    next: `Tell partners port ${now}; or free port ${usualPort} and start the receiver again.`,
  };
};

const loopbackOnly: Look = ({ host, setup }) =>
  isLoopback(host) && !setup.publicUrl
    ? {
        code: 'loopback-only',
        severity: 'warning',
        message: `It listens on ${host} alone, which no other computer can reach.`,
        next: 'For partners in your network choose an address of this machine, or 0.0.0.0; for partners on the internet lead a tunnel or reverse proxy to it and give its address as the public URL. Ask for TLS and a proof first.',
      }
    : undefined;

const publicUrl: Look = (findings) => {
  const found = publicOf(findings);
  if (!found || found.reached.result === 'answered' || !findings.running) return undefined;
  const { reached, probed } = found;
  return {
    code: 'public-url',
    severity: reached.result === 'another' ? 'error' : 'warning',
    message:
      reached.result === 'another'
        ? `At ${findings.setup.publicUrl} something else answers (HTTP ${probed.status}).`
        : `At ${findings.setup.publicUrl} nothing answers from here: ${sayError(probed.error ?? '')}.`,
    next: `Lead the tunnel, proxy or port forwarding to port ${findings.port} of this machine. Some routers do not let their own network in by their outer address: then try it from outside.`,
  };
};

/** Whether all that partners could use are addresses the internet has no way to. */
const nat: Look = ({ host, setup, port: now, tried }) => {
  if (setup.publicUrl || isLoopback(host)) return undefined;
  const others = tried.map(({ reached }) => reached).filter(({ kind }) => kind !== 'loopback' && kind !== 'link-local');
  if (others.some(({ kind }) => kind === 'public')) return undefined;
  const list = others.map(({ address }) => address).join(', ');
  return {
    code: 'nat',
    severity: 'warning',
    message: list
      ? `This machine has no public address, only ${list}: partners on the internet cannot send to these.`
      : 'This machine is in no network now.',
    next: `Use a tunnel, forward a port of your router to port ${now} of this machine, or meet the partner in a VPN; then give that address as the public URL.`,
  };
};

const firewall: Look = ({ host, running, port: now }) =>
  running && !isLoopback(host)
    ? {
        code: 'firewall',
        severity: 'information',
        message:
          'What this machine sends to itself passes no firewall, so from here nobody can see whether one is between.',
        next: `Let the partner open /metadata. If no answer comes, allow TCP port ${now} in the firewall of this machine, and of the network.`,
      }
    : undefined;

const plainHttp: Look = (findings) => {
  const { setup } = findings;
  const isWrapped = setup.publicUrl?.startsWith('https:') === true;
  if (setup.tls.mode !== 'off' || !isMeantForOthers(findings)) return undefined;
  if (isWrapped && isLoopback(findings.host)) return undefined;
  return {
    code: 'plain-http',
    severity: 'warning',
    message: isWrapped
      ? 'Behind the public URL, health data goes on in plain HTTP through the network.'
      : 'It speaks plain HTTP: what is pushed can be read and changed on the way, and many partners refuse such addresses.',
    next: 'Let it speak TLS: with a certificate of your own, or one made here that partners are given to trust.',
  };
};

const noProof: Look = (findings) =>
  findings.setup.proof === 'none' && isMeantForOthers(findings)
    ? {
        code: 'no-proof',
        severity: 'warning',
        message: 'Senders need no proof: whoever finds the address can push what they like.',
        next: 'Ask for a secret in the path or a header, a token, or a client certificate, and tell the partner.',
      }
    : undefined;

const dayMs = 86_400_000;
const soonMs = 30 * dayMs;

const certificate: Look = (findings) => {
  const { setup, now } = findings;
  const { mode, certificate: chain } = setup.tls;
  if (mode === 'off' || !chain) return undefined;
  const own = new X509Certificate(chain);
  const at = (severity: Obstacle['severity'], message: string, next: string): Obstacle => ({
    code: 'certificate',
    severity,
    message,
    next,
  });
  const left = own.validToDate.getTime() - now;
  const day = own.validToDate.toISOString().slice(0, 10);
  const renew =
    mode === 'given' ? 'Get a new one from whoever issued it.' : 'Make a new one, and tell partners to trust that.';
  if (left < 0) return at('error', `The certificate has expired on ${day}: no partner takes it.`, renew);
  const unnamed = nameMissing(findings, own);
  if (unnamed)
    return at(
      'error',
      `The certificate does not name ${unnamed}, where partners send to: their TLS will refuse it.`,
      mode === 'given'
        ? 'Use one that names it, or a public URL that it names.'
        : 'Make a new one; it names what the machine is called now.',
    );
  if (left < soonMs) return at('warning', `The certificate expires on ${day}.`, renew);
  if (mode === 'made')
    return at(
      isMeantForOthers(findings) ? 'warning' : 'information',
      'The certificate was made here, so no partner trusts it by itself.',
      'Give partners the certificate to trust (receiver tell writes it), or use one of an authority they trust already.',
    );
  if (mode === 'sandbox')
    return at(
      isMeantForOthers(findings) ? 'warning' : 'information',
      'The certificate is one of the sandbox’s practice authority: only whoever was given that authority trusts it.',
      'For partners use a certificate of an authority they trust.',
    );
  return findings.tried.every(({ probed }) => leadsSomewhere(probed.untrusted))
    ? undefined
    : at(
        'warning',
        'The authority of the certificate is none of those every system trusts, or an intermediate is missing from the chain.',
        'Give partners the authority to trust, and put every intermediate into the chain.',
      );
};

/** The name partners are told that the certificate does not carry; a public URL shows the certificate of whoever answers there. */
function nameMissing({ setup, tried }: Findings, own: X509Certificate): string | undefined {
  if (setup.publicUrl) return undefined;
  const told =
    tried.find(({ reached }) => reached.kind === 'public') ?? tried.find(({ reached }) => reached.kind === 'private');
  if (told?.reached.result !== 'answered') return undefined;
  return own.checkIP(told.reached.address) === undefined ? told.reached.address : undefined;
}

/** Whether a certificate leads to an authority every system trusts. */
const leadsSomewhere = (untrusted: string | undefined) => !/SELF_SIGNED|UNABLE_TO/.test(untrusted ?? '');

/** What is shown where the public URL leads, which need not be the receiver's own. */
const publicCertificate: Look = (findings) => {
  const untrusted = publicOf(findings)?.probed.untrusted;
  const { mode } = findings.setup.tls;
  if (untrusted === undefined || (mode !== 'off' && !leadsSomewhere(untrusted))) return undefined; // told of the receiver's own
  const host = findings.setup.publicUrl ? new URL(findings.setup.publicUrl).host : '';
  const isNamed = untrusted !== 'ERR_TLS_CERT_ALTNAME_INVALID';
  return {
    code: 'certificate',
    severity: 'warning',
    message: isNamed
      ? `The certificate shown at ${host} is not trusted by itself (${untrusted}).`
      : `The certificate shown at ${host} does not name it.`,
    next: 'Give the tunnel or proxy there a certificate of an authority partners trust, for this name.',
  };
};

/** What stands between a partner and the receiver, the worst first. */
export function obstaclesOf(findings: Findings): Obstacle[] {
  const looks = [
    stopped,
    port,
    publicUrl,
    loopbackOnly,
    nat,
    plainHttp,
    certificate,
    publicCertificate,
    noProof,
    firewall,
  ];
  const found = looks.map((look) => look(findings)).filter((one) => one !== undefined);
  const rank = { error: 0, warning: 1, information: 2 };
  return found.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}
