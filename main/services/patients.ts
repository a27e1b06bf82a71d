import type { Patient } from '@medplum/fhirtypes';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { FoundPatients } from '../../shared/contract/patients.ts';
import { type Finding, worstFirst } from '../../shared/domain/finding.ts';
import { findType } from '../../shared/fhir/abilities.ts';
import { parseIdentifier } from '../../shared/fhir/identifier.ts';
import { formatSearch } from '../../shared/fhir/search.ts';
import type { Answer } from '../exchange/answer.ts';
import { matchPatient } from '../exchange/match-patient.ts';
import type { Partner } from '../exchange/partner.ts';
import { readResource } from '../exchange/read.ts';
import { search } from '../exchange/search.ts';
import type { Heavy } from '../wire/heavy.ts';
import { identifierToken } from './identifier-token.ts';
import type { Family, Kit } from './kit.ts';
import { resolvePartner } from './partners.ts';
import { candidateOf, identifierFindings, matchFindings, nobody, readCandidates } from './read-candidates.ts';
import { usableId } from './read-created.ts';
import { abilitiesOf, declares } from './server-abilities.ts';
import { wholeResource } from './whole-resource.ts';

type Wanted = CommandParsed<'patients.find'>;

/** Patients wanted of a match at most. */
const mostMatches = 20;

/** The family `patients`: looking up a member at a partner (direct query; CONF-006, CONF-007). */
export function patientHandlers(kit: Kit, heavy: Heavy): Family<'patients'> {
  return {
    async 'patients.find'(wanted) {
      const partner = resolvePartner(kit, wanted.partner);
      if (!partner.ok) return partner;
      const how = await wayOf(kit, heavy, partner.value, wanted);
      if (!how.ok) return how;
      switch (how.value) {
        case 'read':
          return read(kit, partner.value, wanted.id ?? '');
        case 'match':
          return match(kit, partner.value, wanted);
        case 'search':
          return find(kit, heavy, partner.value, wanted);
      }
    },
  };
}

const demographic = ({ family, given, birthDate, gender }: Wanted) =>
  [family, given, birthDate, gender].some((one) => one !== undefined);

/** By what is given: an id is read, an identifier searched, name and birth date matched where the server declares it, else searched. */
async function wayOf(kit: Kit, heavy: Heavy, partner: Partner, wanted: Wanted): Promise<Reply<FoundPatients['how']>> {
  const { how, id, identifier, family, given, birthDate } = wanted;
  if (how === 'read' || (how === undefined && id !== undefined))
    return usableId(id)
      ? ok('read')
      : needs('A patient is read by id.', 'Give the id at the source (--id).', 'id: an id of the server is needed');
  if (identifier === undefined && !demographic(wanted))
    return needs(
      'Nothing is known of the patient.',
      'Give an id, an identifier, or name and birth date.',
      'id, identifier or demographics are needed',
    );
  if (how === 'match') return ok('match');
  // A match weighs what it is given: a name without a birth date is no match for anybody.
  if (how === undefined && birthDate !== undefined && (family !== undefined || given !== undefined)) {
    const declared = await abilitiesOf(kit, heavy, partner);
    if (declared.ok && declares(declared.value, 'Patient', '$match')) return ok('match');
  }
  if (identifier === undefined && family === undefined && given === undefined)
    return needs(
      'A birth date or gender alone would find half of all patients.',
      'Give a name beside it.',
      'family: a name is needed for a search',
    );
  return ok('search');
}

const needs = (message: string, next: string, detail: string) =>
  fail('invalid-input', message, next, { details: [detail] });

async function read(kit: Kit, partner: Partner, id: string): Promise<Reply<FoundPatients>> {
  const reply = await readResource(kit.door, partner, `Patient/${id}`, { note: 'find a patient' });
  if (!reply.ok) {
    const { httpStatus, exchangeId } = reply.error;
    if ((httpStatus === 404 || httpStatus === 410) && exchangeId)
      return ok({ how: 'read', candidates: [], exchangeId, findings: [nobody('read')] });
    return reply;
  }
  const found = candidateOf(await wholeResource(kit, reply.value));
  return found
    ? ok({ how: 'read', candidates: [found], exchangeId: reply.value.exchangeId, findings: [] })
    : notThat(reply.value, 'Patient');
}

async function match(kit: Kit, partner: Partner, wanted: Wanted): Promise<Reply<FoundPatients>> {
  const { onlyCertain } = wanted;
  const reply = await matchPatient(
    kit.door,
    partner,
    { patient: patientOf(wanted), onlyCertain, count: mostMatches },
    { note: 'find a patient by $match' },
  );
  return found(kit, reply, 'match', ({ candidates }) => matchFindings(candidates, onlyCertain === true));
}

function patientOf({ identifier, family, given, birthDate, gender }: Wanted): Patient {
  const business = identifier === undefined ? undefined : parseIdentifier(identifier);
  const name = { ...(family ? { family } : {}), ...(given ? { given: given.split(/\s+/) } : {}) };
  return {
    resourceType: 'Patient',
    ...(business ? { identifier: [business] } : {}),
    ...(family || given ? { name: [name] } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender } : {}),
  };
}

async function find(kit: Kit, heavy: Heavy, partner: Partner, wanted: Wanted): Promise<Reply<FoundPatients>> {
  const { query, findings } = await queryOf(kit, heavy, partner, wanted);
  const reply = await search(kit.door, partner, query, false, { note: 'find a patient' });
  return found(kit, reply, 'search', ({ candidates }) => [
    ...findings,
    ...(wanted.identifier === undefined ? [] : identifierFindings(candidates, wanted.identifier)),
  ]);
}

/**
 * The search for what is given. US Core servers find a patient by identifier, or by name with birth date or gender; family and given are
 * asked for where the server does not say that it has name alone, and what it does not declare is left out and said.
 */
async function queryOf(kit: Kit, heavy: Heavy, partner: Partner, wanted: Wanted) {
  const { identifier, family, given, birthDate, gender } = wanted;
  const declared = demographic(wanted) ? await abilitiesOf(kit, heavy, partner) : undefined;
  const names = declared?.ok
    ? (findType(declared.value.abilities, 'Patient')?.searchParameters ?? []).map(({ name }) => name)
    : [];
  const knows = (name: string) => names.length === 0 || names.includes(name);
  const byParts = knows('family') || !knows('name');
  const asked = (
    [
      ['identifier', identifier === undefined ? undefined : identifierToken(identifier)],
      ...(byParts
        ? ([
            ['family', family],
            ['given', given],
          ] as const)
        : ([['name', family ?? given]] as const)),
      ['birthdate', birthDate],
      ['gender', gender],
    ] as const
  ).flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
  const kept = asked.filter(({ name }) => name === 'identifier' || knows(name));
  const left = asked.filter((one) => !kept.includes(one));
  const params = (kept.length > 0 ? kept : asked).map(({ name, text }) => ({ name, values: [{ text }] }));
  const findings: Finding[] =
    kept.length > 0 && left.length > 0
      ? [
          {
            rule: 'US Core',
            severity: 'information',
            path: 'Patient',
            message: `The server does not declare ${left.map(({ name }) => name).join(', ')} for Patient; it was left out.`,
            next: 'Compare the patients found by hand.',
          },
        ]
      : [];
  return { query: formatSearch({ type: 'Patient', params }), findings };
}

async function found(
  kit: Kit,
  reply: Reply<Answer>,
  how: FoundPatients['how'],
  more: (read: { candidates: FoundPatients['candidates'] }) => Finding[],
): Promise<Reply<FoundPatients>> {
  if (!reply.ok) return reply;
  const { exchangeId, head } = reply.value;
  if (head?.resourceType !== 'Bundle') return notThat(reply.value, 'Bundle');
  const read = readCandidates(await wholeResource(kit, reply.value), how);
  const none = read.candidates.length === 0 ? [nobody(how)] : [];
  return ok({
    how,
    candidates: read.candidates,
    exchangeId,
    findings: worstFirst([...read.findings, ...more(read), ...none]),
  });
}

const notThat = ({ exchangeId, httpStatus, head }: Answer, wanted: string) =>
  fail(
    'not-fhir',
    `The partner answered ${httpStatus} with ${head?.resourceType ?? 'nothing'} where a ${wanted} was asked for.`,
    'Read the recorded exchange to see what came.',
    { exchangeId, httpStatus },
  );
