import { generateKeyPairSync } from 'node:crypto';
import { Agent, request, type RequestOptions } from 'node:https';
import type { Sandbox } from '../../../../main/sandbox/sandbox.ts';

/** PEM texts of a TLS client. */
export interface Trust {
  ca?: string;
  cert?: string;
  key?: string;
}

/** What an HTTPS request led to: an answer, or the code of what went wrong; an alert in its words, where Node only says EPROTO. */
export interface SecureAnswer {
  status?: number;
  text: string;
  protocol?: string;
  failure?: string;
}

/** Sends one request over a connection of its own. */
export function ask(url: string, trust: Trust, options: RequestOptions = {}, body?: string): Promise<SecureAnswer> {
  return new Promise((resolve) => {
    const agent = new Agent({ keepAlive: false });
    const fail = ({ code, message }: Error & { code?: string }) => {
      const alert = /:([^:]+ alert [^:]+):/.exec(message)?.[1];
      resolve({ text: '', failure: (code === 'EPROTO' ? alert : code) ?? message });
    };
    const sent = request(url, { ...trust, agent, ...options }, (answer) => {
      const socket = answer.socket as unknown as { getProtocol(): string };
      const protocol = socket.getProtocol();
      let text = '';
      answer.on('error', fail);
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, protocol }));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** A client certificate of the sandbox's authority, with its key. */
export async function clientOf(sandbox: Pick<Sandbox, 'issueCertificate'>, name = 'Mesa'): Promise<Required<Trust>> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { chain, ca } = await sandbox.issueCertificate({
    kind: 'client',
    name,
    uri: 'https://mesa.example/client',
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
  });
  return { ca, cert: chain, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}
