import { failureClass } from '../../../shared/contract/errors.ts';
import { errorCodeOf } from '../../../shared/contract/diagnosis-codes.ts';
import { type DiagnosisCode, diagnosisCodes } from '../../../shared/domain/diagnosis.ts';
import type { TlsView } from '../../../shared/domain/tls-view.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';
import { failedStep, type Note, notChecked, type StepResult, type Walk, worstOf } from './step.ts';

/** Certificates with fewer days left are warned of. */
const fewDays = 30;
const rule = 'CONF-014';

/** Protocol, certificate and name of the partner's TLS (HRex security, by NIST SP 800-52: 1.2 and 1.3). */
export async function checkTls(walk: Walk): Promise<StepResult> {
  const url = new URL(walk.connection.baseUrl);
  if (url.protocol === 'http:') return withoutTls(url);
  if (walk.lineBroken) return notChecked(`not checked: ${walk.lineBroken}`);
  const reply = await walk.lookAtTls();
  if (!reply.ok) {
    // What the looking needs may be missing while the line itself holds.
    if (failureClass(reply.error.code) !== 'ours') walk.lineBroken = 'the secure connection fails';
    return failedStep(reply.error);
  }
  if (reply.value.problem || !reply.value.trusted) walk.lineBroken = 'the secure connection fails';
  return judge(reply.value);
}

function withoutTls({ hostname, protocol }: URL): StepResult {
  const local = isLoopback(hostname);
  const message = local
    ? 'No TLS: plain http, which is not conformant and only meant for this computer.'
    : 'No TLS: plain http to another computer. Tokens and health data would travel in the clear.';
  return {
    status: local ? 'warn' : 'fail',
    detail: message,
    notes: [
      { result: local ? 'warn' : 'fail', text: 'TLS 1.2 or 1.3', value: protocol.replace(':', ''), requirement: rule },
    ],
    ...(local ? {} : { side: 'ours' as const }),
    diagnosis: {
      code: 'tls-failed',
      message,
      where: 'base URL',
      next: local
        ? 'Use https with every partner outside this computer.'
        : 'Ask the partner for its https address and set it as the base URL.',
      requirement: rule,
    },
    exchangeIds: [],
  };
}

function judge(view: TlsView): StepResult {
  const [own] = view.chain;
  const notes: Note[] = [];
  if (view.protocol)
    notes.push({
      result: /^TLSv1\.[23]$/.test(view.protocol) ? 'ok' : 'fail',
      text: 'Protocol',
      value: view.protocol.replace('TLSv', ''),
      requirement: rule,
    });
  if (own) {
    const left = own.daysLeft;
    const result = left < 0 ? 'fail' : left < fewDays ? 'warn' : 'ok';
    notes.push({
      result,
      text: `Certificate for ${view.serverName}`,
      value: left < 0 ? 'expired' : `${left} days left`,
    });
    notes.push({ result: view.trusted ? 'ok' : 'fail', text: 'Issued by', value: own.issuer });
  }
  if (view.clientCertificate) {
    const left = view.clientCertificate.daysLeft;
    notes.push({
      result: left < 0 ? 'fail' : left < fewDays ? 'warn' : 'ok',
      text: 'Our client certificate',
      value: left < 0 ? 'expired' : `${left} days left`,
    });
  }
  if (view.problem) return failed(view.problem, notes);
  const status = worstOf(notes);
  const detail = [
    view.protocol?.replace('TLSv', '') ?? 'TLS',
    ...(own ? [`certificate for ${view.serverName}`, `${own.daysLeft} days left`] : []),
  ].join(', ');
  return {
    status,
    detail,
    notes,
    ...(status === 'fail' ? { side: 'transport' as const } : {}),
    ...(status === 'warn' && own && own.daysLeft < fewDays
      ? {
          diagnosis: {
            code: 'certificate-expired' as const,
            message: `The partner’s certificate expires in ${own.daysLeft} days.`,
            where: own.subject,
            next: 'Ask the partner to renew it in time.',
          },
        }
      : {}),
    exchangeIds: [],
  };
}

function failed({ code, message, next }: NonNullable<TlsView['problem']>, notes: Note[]): StepResult {
  const known = diagnosisCodes.find((one): one is DiagnosisCode => one === code) ?? 'tls-failed';
  return {
    status: 'fail',
    detail: message,
    notes,
    side: failureClass(errorCodeOf(known)),
    diagnosis: { code: known, message, next, requirement: rule },
    exchangeIds: [],
  };
}
