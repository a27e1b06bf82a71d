import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ReceiverSetup } from '../../shared/domain/receiver.ts';
import type { NotificationEntrance } from '../services/notifications.ts';
import type { ReceiverSecrets } from '../services/receiver/secrets.ts';
import { masked } from '../wire/mask.ts';
import { admitByCertificate } from './guard-certificate.ts';
import { admitByToken, type ReadToken } from './guard-bearer.ts';
import { type Guard, type Judged, originForm } from './guard.ts';
import { outcomeOf, respond } from './respond.ts';
import { intentOf, jwksPath, pathOf } from './route.ts';

/** What a guard works with besides the setup. */
export interface GuardMeans {
  secrets: ReceiverSecrets;
  /** Reads a token of the sandbox's payer; a rejection or failure means that it could not be asked. */
  readToken: ReadToken;
  /** Where a subscription's own secret is proof enough. */
  notifications?: Pick<NotificationEntrance, 'admit'>;
}

/** Equal in a time that tells nothing about where they differ. */
function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}

/** What everybody may look at: what the receiver takes, and our public keys. */
const isOpen = ({ method, url }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && (pathOf(url).endsWith('/metadata') || pathOf(url) === jwksPath);

const admitByHeader = (request: IncomingMessage, name: string, value: string): Judged => {
  const given = request.headers[name.toLowerCase()];
  if (typeof given === 'string' && isSame(given, value)) return {};
  const text = given === undefined ? `The header ${name} is missing.` : `The header ${name} has another value.`;
  return {
    refusal: respond(401, outcomeOf('error', 'login', text, 'Send it with the value agreed on with this receiver.'), {
      'www-authenticate': `Header realm="receiver", name="${name}"`,
    }),
  };
};

/** A secret first part of the path, masked; undefined where it is not there. */
function withoutSecret(target: string, secret: string): string | undefined {
  const [path = '', first = ''] = /^\/([^/?#]*)/.exec(target) ?? [];
  return isSame(first, secret) ? `/${masked}${target.slice(path.length)}` : undefined;
}

/** Nothing is said of a secret path: to whoever does not know it, nothing is there. */
const nothingHere = () => respond(404, outcomeOf('error', 'not-found', 'Nothing is offered here; see /metadata.'));

/**
 * Lets senders in by the proof of a setup. GET of /metadata and of our keys stays open, and a message of one of our subscriptions proves
 * itself by its own secret: partners were given that, and whatever the receiver asks of others must not end what was agreed with them.
 */
export function createGuard({ proof, headerName = '' }: ReceiverSetup, means: GuardMeans): Guard {
  const { secrets, notifications } = means;
  // What was asked for before and is kept to be asked for again stays a secret, whoever still sends it.
  const hidden = {
    headerNames: headerName === '' ? [] : [headerName.toLowerCase()],
    secrets: [secrets.path, secrets.header].filter((secret) => secret !== undefined),
  };

  function judge(request: IncomingMessage, hasSecretPath: boolean): Judged | Promise<Judged> {
    switch (proof) {
      case 'none':
        return {};
      case 'path':
        return hasSecretPath ? {} : { refusal: nothingHere() };
      case 'header':
        return admitByHeader(request, headerName, secrets.header ?? '');
      case 'bearer':
        return admitByToken(request, means.readToken);
      case 'certificate':
        return admitByCertificate(request);
    }
  }

  return {
    hidden,
    async admit(request) {
      const target = originForm(request.url);
      const concealed = secrets.path === undefined ? undefined : withoutSecret(target, secrets.path);
      const opened = proof === 'path' ? concealed : undefined;
      request.url = concealed ?? target;
      const said = { ...hidden, url: request.url };
      if (proof === 'none' || isOpen(request)) return said;
      const isOurs =
        intentOf(request) === 'notification' &&
        notifications?.admit(pathOf(request.url), request.headers).verdict === 'proven';
      if (isOurs) return { ...said, ...(opened ? { proof } : {}) };
      const { refusal, sender, secrets: more = [] } = await judge(request, opened !== undefined);
      return {
        ...said,
        secrets: [...said.secrets, ...more],
        ...(refusal ? { refusal } : { proof }),
        ...(sender === undefined ? {} : { sender }),
      };
    },
  };
}
