import type { CertificateInfo, TlsView } from '../../../../shared/domain/tls-view.ts';
import type { Command } from '../command.ts';
import { partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonDocument } from '../printing.ts';
import { misused } from '../refusal.ts';

/** The partner wrote the names: nothing in them may move the cursor. */
const plain = (text: string) => text.replace(/\p{Cc}+/gu, ' ');

const certificateText = ({ subject, issuer, validFrom, validTo, daysLeft, names, key, fingerprint }: CertificateInfo) =>
  [
    `  ${subject || '(no subject)'}`,
    `    issued by ${issuer}`,
    `    ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}, ${daysLeft < 0 ? `ended ${-daysLeft} days ago` : `${daysLeft} days left`}`,
    `    ${key}${names.length > 0 ? `, for ${names.join(', ')}` : ''}`,
    `    SHA-256 ${fingerprint}`,
  ].map(plain);

function textOf(view: TlsView): string {
  const { host, port, serverName, protocol, cipher, chain, trusted, clientCertificate, problem } = view;
  return `${[
    `${host}:${port}, asked for ${serverName}: ${protocol ?? 'no TLS'}${cipher ? `, ${cipher}` : ''}, ${trusted ? 'trusted' : 'not trusted'}`,
    ...(chain.length > 0 ? ['Certificates', ...chain.flatMap(certificateText)] : []),
    ...(clientCertificate ? ['Ours', ...certificateText(clientCertificate)] : ['We show no client certificate.']),
    ...(problem ? [`Problem: ${plain(problem.message)} (${problem.code})`, problem.next] : []),
  ].join('\n')}\n`;
}

/** `connections tls NAME`, or with `--base`: the TLS side of a partner's address; exit 3 when an exchange would fail there. */
export const connectionsTls: Command = {
  words: ['NAME?'],
  options: { ...partnerOptions, url: { type: 'text' } },
  async run(given, session) {
    const connection = given.word('NAME');
    if (connection && (given.flag('base') || given.flag('connection')))
      misused('A connection and another partner are named.', 'Give one of the two.');
    const partner = connection ? { connection } : requiredPartner(given);
    const view = await session.run('connections.tls', { partner, url: given.text('url') });
    await session.print(session.json ? jsonDocument(view) : textOf(view));
    return view.problem ? 3 : 0;
  },
};
