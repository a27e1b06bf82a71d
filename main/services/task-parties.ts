import { type Failure, fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { isLoopback } from '../../shared/domain/loopback.ts';
import { sandboxParties } from '../../shared/domain/sandbox-parties.ts';
import type { TaskRequest } from '../../shared/domain/task-request.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { Kit } from './kit.ts';
import { abilitiesOf } from './server-abilities.ts';

/**
 * Fills in requester and owner where a request leaves them out, and of a data request the patient: with the sandbox's own when the partner
 * is a sandbox, else it refuses and names them. A sandbox of another process is known by its CapabilityStatement; only this machine is asked for one.
 */
export async function withParties(
  kit: Kit,
  heavy: Heavy,
  partner: Partner | undefined,
  request: TaskRequest,
): Promise<Reply<TaskRequest>> {
  const missing = (['requester', 'owner'] as const).filter(
    (name) => request[name] === undefined && !isNamed(request, name),
  );
  // An attachment request carries the patient in itself, known by the member id (CDex Patient Demographics).
  const unnamed = request.member === undefined && ('attachments' in request || request.patientId === undefined);
  if (!unnamed && missing.length === 0) return ok(request);
  const atSandbox = !partner || (await isSandbox(kit, heavy, partner));
  if (unnamed && (!partner || !atSandbox || 'attachments' in request))
    return fail('invalid-input', ...noMember(missing));
  if (atSandbox)
    return ok({
      ...request,
      ...(unnamed ? subjectOf(request) : {}),
      requester: request.requester ?? sandboxParties.payer,
      ...(missing.includes('owner') ? { owner: sandboxParties.provider } : {}),
    });
  return fail(
    'invalid-input',
    `The Task needs ${missing.join(' and ')}: ${partner.name} is no sandbox, so there is no default.`,
    `Give ${missing.map((name) => `--${name} SYSTEM|VALUE`).join(' and ')}.`,
    { requirement: 'CONF-089', details: missing.map((name) => `${name}: is needed`) },
  );
}

/** Why a request without a member is refused; who else is missing is named in the same breath. */
function noMember(
  missing: readonly string[],
): [message: string, next: string, more: Pick<Failure, 'requirement' | 'details'>] {
  const others = missing.map((name) => `--${name} SYSTEM|VALUE`).join(' and ');
  const next = 'Give the patient’s id at the source (--patient), the member id (--member), or both';
  return [
    `The Task names no member${missing.length > 0 ? `, nor ${missing.join(' or ')}` : ''}.`,
    missing.length > 0 ? `${next}; and, unless the partner is a sandbox, ${others}.` : `${next}.`,
    {
      requirement: 'CONF-089',
      details: ['patientId: or member is needed', ...missing.map((name) => `${name}: is needed`)],
    },
  ];
}

/** Whom a query is about, else the sandbox's first patient. */
function subjectOf(request: TaskRequest): Pick<TaskRequest, 'patientId' | 'member'> {
  const [type, parameters] = ('query' in request ? request.query : '').split('?', 2);
  const said = new URLSearchParams(parameters);
  const member = said.get('patient.identifier') ?? said.get('subject.identifier');
  if (member) return { member };
  const id = said.get('patient') ?? said.get('subject') ?? (type === 'Patient' ? said.get('_id') : undefined);
  return { patientId: id || sandboxParties.patient };
}

/** An attachment request may name its owner by National Provider Identifiers (cdex-3). */
const isNamed = (request: TaskRequest, name: 'requester' | 'owner'): boolean =>
  name === 'owner' && 'attachments' in request && (request.npi !== undefined || request.organizationNpi !== undefined);

/** Whether a partner is a sandbox: ours, or one of this machine that says so. */
export async function isSandbox(kit: Kit, heavy: Heavy, partner: Partner): Promise<boolean> {
  const { sandbox } = kit.store.roles.get('sandbox') ?? {};
  if (sandbox && [sandbox.provider.fhirBaseUrl, sandbox.payer.fhirBaseUrl].includes(partner.baseUrl)) return true;
  if (!isLoopback(new URL(partner.baseUrl).hostname)) return false;
  const declared = await abilitiesOf(kit, heavy, partner);
  return declared.ok && declared.value.abilities.software?.startsWith('Switchboard sandbox') === true;
}
