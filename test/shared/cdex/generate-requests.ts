/** Requests made by chance from a seed, as the form holds them: the same seed, the same requests. */
import { purposesOfUse, workQueues } from '../../../shared/cdex/codes.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import { type RequestKind, requestKinds, type TaskRequest } from '../../../shared/domain/task-request.ts';

/** Numbers from 0 up to but not including 1 (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const oneOf = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const some = <T>(random: Random, list: readonly T[]): T[] => list.filter(() => random() < 0.3);
const maybe = <T>(random: Random, value: T): T | undefined => (random() < 0.5 ? value : undefined);

const words = ['Review of the claim', 'Größe & Länge', 'a|b', '"quoted"', '<b>bold</b>', '検査'];
const systems = ['http://payer.example/ids', 'urn:oid:1.2.3', 'https://a.example/x?y=z'];
const values = ['M-1', '0', 'with space', 'bar|inside', '漢字', 'Ünï'];
const dates = ['2024-05-01', '2024-05-01T10:00:00Z', '2024-05-01T10:00:00.123+02:00'];

const identifier = (random: Random) =>
  random() < 0.7 ? `${oneOf(random, systems)}|${oneOf(random, values)}` : oneOf(random, ['M-2', '17', '|bar|inside']);
const identified = (random: Random) => `${oneOf(random, systems)}|${oneOf(random, values)}`;

const purposes = [...purposesOfUse.map(({ code }) => code), 'http://payer.example/purposes|audit', 'TPO'];

function purposesBy(random: Random): string[] | undefined {
  const chosen = some(random, purposes);
  const another = chosen.length === 1 && chosen[0]?.endsWith('-noe') ? ['http://payer.example/purposes|audit'] : [];
  return chosen.length > 0 ? [...chosen, ...another] : undefined;
}

const listOf = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

const common = (random: Random) => ({
  requester: identified(random),
  purposeOfUse: purposesBy(random),
  workQueue: listOf(some(random, [...Object.keys(workQueues), 'http://payer.example/queues|late'])),
  signature: maybe(random, random() < 0.5),
  due: maybe(random, oneOf(random, dates)),
});

const authorization = (random: Random) => ({
  resourceType: oneOf(random, ['CommunicationRequest', 'ServiceRequest'] as const),
  code: maybe(random, oneOf(random, ['34117-2', 'http://codes.example|x'])),
  text: maybe(random, oneOf(random, words)),
  authoredOn: maybe(random, '2024-04-01'),
  place: 'contained' as const,
});

function dataRequest(random: Random) {
  const claim = maybe(random, identifier(random));
  const member = maybe(random, identifier(random));
  return {
    ...common(random),
    member,
    patientId:
      member === undefined || random() < 0.5 ? oneOf(random, ['1', 'a-b.c', 'https://e.example/Patient/1']) : undefined,
    requester: oneOf(random, [identified(random), 'Practitioner/4']),
    owner: oneOf(random, [identified(random), 'Organization/5', 'https://ehr.example/fhir/Practitioner/4']),
    identifier: maybe(random, identifier(random)),
    reason: oneOf(random, words),
    claim,
    claimAssignedBy: claim === undefined ? undefined : maybe(random, 'provider' as const),
    reasonReference: maybe(random, oneOf(random, ['Claim/1', 'Coverage/1', 'https://p.example/Claim/1'])),
    basedOn: maybe(random, 'CommunicationRequest/9'),
    authorization: random() < 0.3 ? stated(authorization(random)) : undefined,
  };
}

const stated = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;

function attachmentsBy(random: Random, byForm: boolean) {
  const forms = ['http://forms.example/a', 'http://forms.example/a|2', 'https://forms.example/b'];
  const codes = ['11506-3', '34117-2', '99999-9', 'https://codesystem.x12.org/005010/755|04', 'A letter'];
  const chosen = some(random, byForm ? forms : codes);
  const all = chosen.length > 0 ? chosen : [byForm ? 'http://forms.example/a' : '11506-3'];
  // 2.0 takes a single questionnaire.
  return (byForm ? all.slice(0, 1) : all).map((what) =>
    stated({
      what,
      title: what === 'A letter' ? undefined : maybe(random, oneOf(random, words)),
      lineItems: maybe(random, oneOf(random, [[1], [1, 2, 30]])),
    }),
  );
}

function attachmentRequest(random: Random, byForm: boolean, version: CdexVersion) {
  const use = oneOf(random, ['claim', 'preauthorization'] as const);
  const npi = maybe(random, '1999999984');
  return {
    ...common(random),
    use,
    attachments: attachmentsBy(random, byForm),
    member: identifier(random),
    claim: identifier(random),
    trackingId: identifier(random),
    adminRef: version === 'ci' && use === 'preauthorization' ? maybe(random, identifier(random)) : undefined,
    serviceDate: use === 'claim' || random() < 0.5 ? '2024-04-20' : undefined,
    payerUrl: 'https://payer.example/fhir/$submit-attachment',
    npi,
    organizationNpi: npi === undefined || random() < 0.5 ? oneOf(random, ['1888888885', 'urn:oid:1.2|x']) : undefined,
    name: oneOf(random, ['Example, Ada', 'Example, Ada Beth', 'Example,', 'Ada Example', 'Ünal, Élan']),
    birthDate: '1961-02-03',
    patientAccount: maybe(random, identifier(random)),
    multipleSubmits: maybe(random, random() < 0.5),
  };
}

const asked: Record<string, (random: Random) => object> = {
  'data-request-query': (random) => ({
    query: oneOf(random, ['Condition?patient=1', 'Observation?patient=1&code=4548-4,2345-7&date=ge2024']),
  }),
  'data-request-code': (random) =>
    random() < 0.3
      ? { text: oneOf(random, words) }
      : { code: oneOf(random, ['34117-2', 'x', 'http://codes.example|y']), text: maybe(random, oneOf(random, words)) },
  'data-request-questionnaire': (random) => ({
    questionnaire: oneOf(random, ['http://forms.example/a|2', 'urn:uuid:9c1f0d4e-0000-4000-8000-000000000000']),
    title: maybe(random, oneOf(random, words)),
  }),
};

/** One request a number, of a kind and for a version. */
export function generateRequest(seed: number, kind: RequestKind, version: CdexVersion): TaskRequest {
  const random = chance(seed);
  const body = kind.startsWith('attachment')
    ? attachmentRequest(random, kind.endsWith('questionnaire'), version)
    : { ...dataRequest(random), ...asked[kind]?.(random) };
  return stated({ kind, ...body }) as TaskRequest;
}

/** Every kind in every version. */
export const kindsAndVersions = requestKinds.flatMap((kind) =>
  (['2.0', '2.1', 'ci'] as const).map((version) => [kind, version] as const),
);
