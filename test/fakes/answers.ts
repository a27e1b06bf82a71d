import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ExchangeDetail } from '../../shared/domain/exchange.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { ServerAbilities } from '../../shared/fhir/abilities.ts';
import { conversation } from './conversation.ts';
import { connections, exchangeOf, roles, taskDetails, tasks } from './records.ts';

type Answers = { [K in CommandName]?: (input: CommandInput<K>) => Reply<CommandOutput<K>> };

const read = ['read', 'search-type'];
const parameters = (text: string) =>
  text.split(' ').map((pair) => {
    const [name = '', type = 'token'] = pair.split(':');
    return { name, type };
  });

const type = (name: string, params: string, more: Partial<ServerAbilities['types'][number]> = {}) => ({
  type: name,
  interactions: read,
  searchParameters: parameters(params),
  searchInclude: [`${name}:patient`],
  searchRevInclude: ['Provenance:target'],
  operations: [],
  ...more,
});

export const abilities: ServerAbilities = {
  software: 'Switchboard sandbox 0.1.0',
  description: 'A provider of the embedded sandbox',
  fhirVersion: '4.0.1',
  formats: ['application/fhir+json'],
  instantiates: ['http://hl7.org/fhir/us/davinci-cdex/CapabilityStatement/data-source-server'],
  operations: ['submit-attachment'],
  types: [
    type(
      'Condition',
      'patient:reference clinical-status category code onset-date:date recorded-date:date encounter:reference',
    ),
    type('DocumentReference', 'patient:reference type category date:date period:date status'),
    type('Encounter', 'patient:reference class date:date status type'),
    type('MedicationRequest', 'patient:reference intent status authoredon:date'),
    type('Observation', 'patient:reference code category date:date status value-quantity:quantity'),
    type('Patient', 'identifier name:string family:string given:string birthdate:date gender', { searchInclude: [] }),
    type('Procedure', 'patient:reference code date:date status'),
    type('Task', '_id status patient:reference code', { interactions: ['create', 'read', 'update', 'search-type'] }),
  ],
};

const bundle = {
  resourceType: 'Bundle',
  type: 'searchset',
  total: 2,
  link: [{ relation: 'self', url: 'http://127.0.0.1:8701/fhir/Condition?clinical-status=active' }],
  entry: [
    {
      fullUrl: 'http://127.0.0.1:8701/fhir/Condition/7be0',
      resource: {
        resourceType: 'Condition',
        id: '7be0',
        meta: {
          versionId: '1',
          profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-condition-encounter-diagnosis'],
        },
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
        code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006', display: 'Type 2 diabetes mellitus' }] },
        subject: { reference: 'Patient/06e1f0a2' },
        onsetDateTime: '2021-03-09',
      },
      search: { mode: 'match' },
    },
    {
      fullUrl: 'http://127.0.0.1:8701/fhir/DocumentReference/d1',
      resource: {
        resourceType: 'DocumentReference',
        id: 'd1',
        status: 'current',
        content: [
          {
            attachment: {
              contentType: 'application/pdf',
              data: {
                $base64: {
                  bytes: 26927,
                  sha256: '5f6b'.padEnd(64, '8cdb'),
                  pointer: '/entry/1/resource/content/0/attachment/data',
                },
              },
            },
          },
        ],
      },
      search: { mode: 'match' },
    },
  ],
};

const taskSent = {
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  code: { coding: [{ code: 'data-request-query' }] },
};

function detailOf(id: string): ExchangeDetail {
  const exchange = exchangeOf(Number(id));
  const body = JSON.stringify(exchange.approach === 'task' ? taskSent : bundle, null, 2);
  const sends = exchange.method === 'POST';
  const answers = exchange.status !== null && exchange.status !== 304;
  return {
    ...exchange,
    request: {
      headers: [
        ['accept', 'application/fhir+json'],
        ['accept-encoding', 'gzip, br'],
        ['authorization', 'Bearer [masked]'],
        ['user-agent', 'Switchboard/0.1.0'],
        ...(sends ? ([['content-type', 'application/fhir+json']] as [string, string][]) : []),
      ],
      bodyBytes: sends ? body.length : 0,
      ...(sends ? { contentType: 'application/fhir+json', bodyText: body } : {}),
    },
    response: {
      headers: answers
        ? [
            ['content-type', 'application/fhir+json; charset=utf-8'],
            ['content-encoding', 'gzip'],
            ['etag', 'W/"1"'],
            ['date', 'Sun, 22 Nov 2026 15:26:30 GMT'],
            ['set-cookie', '[masked]'],
          ]
        : [],
      bodyBytes: answers ? body.length : 0,
      ...(answers ? { contentType: 'application/fhir+json', bodyText: body } : {}),
    },
  };
}

/** The document behind every base64 chip. */
const note = 'Progress note\nReturns six weeks after the operation. Pain is down to 2 of 10.\n';

const role = (id: Role['id']) => roles.find((one) => one.id === id) as Role;
const noExchange = (id: string) => fail('not-found', `There is no exchange ${id}.`, 'Choose one from the list.');

const members = [
  [
    '06e1f0a2-5f8e-4b0e-9d50-7a2e7bd31d31',
    'Amara Lindqvist',
    '1958-04-12',
    'Member123',
    'Claim123',
    'Type 2 diabetes for years; HbA1c rising, foot ulcer, prior authorization for a pump',
  ],
  [
    '1d7c44b8-08f5-4d1d-bb7f-3de1f0b2c5a6',
    'Bo Hartwell',
    '1987-02-20',
    'Member377',
    'Claim7711',
    'Hammer toe operation; operative note and follow-up wanted for the claim',
  ],
  [
    '2c9f0a11-7d5b-4c0e-8a58-90f3f2b0b7aa',
    'Celia Okafor',
    '1944-09-03',
    'Member402',
    'Claim7802',
    'Home oxygen; questionnaire and blood gases',
  ],
  [
    '3ab1d2c4-2a61-47b9-9bb7-0aa1a0e6f2d1',
    'Dario Venn',
    '2011-07-30',
    'Member519',
    undefined,
    'Asthma in a child; emergency visits and care plan',
  ],
] as const;

/** What the fake console answers. A command without an answer is refused as the product refuses an unknown one. */
export const answers: Answers = {
  'host.info': () =>
    ok({
      host: 'loopback',
      version: '0.1.0',
      node: 'v24.21.0',
      platform: 'linux x64',
      dataFolder: '/home/pat/.local/share/switchboard',
      capabilities: ['environment', 'write-files', 'stay'],
    }),
  'connections.abilities': ({ partner }) =>
    'connection' in partner && partner.connection === 'c4'
      ? fail(
          'timed-out',
          'Mesa Orthopedics did not answer within 8 seconds.',
          'Check that the server is running, or give it more time.',
          {
            exchangeId: '12',
          },
        )
      : ok({ ...abilities, exchangeId: '1', readAt: new Date().toISOString() }),
  'exchanges.list': () => ok([]),
  'exchanges.conversation': () => ok(conversation),
  'exchanges.exportConversation': ({ raw }) => ok(raw ? conversation : { ...conversation, title: 'Task/id-1' }),
  'exchanges.get': ({ id }) => (Number(id) >= 1 && Number(id) <= 9999 ? ok(detailOf(id)) : noExchange(id)),
  'exchanges.body': ({ id, side, offset = 0 }) => {
    const text = detailOf(id)[side].bodyText ?? '';
    return ok({ offset, total: text.length, text: text.slice(offset) });
  },
  'documents.open': () =>
    ok({
      documentId: '5f'.repeat(32),
      bytes: note.length,
      sha256: '5f'.repeat(32),
      sniffedType: 'text/plain',
      declaredType: 'text/plain',
    }),
  'documents.saving': () => ok({ told: true }),
  'documents.read': () => ok({ offset: 0, total: note.length, base64: btoa(note) }),
  'receiver.status': () => ok(role('receiver')),
  'sandbox.status': () => ok(role('sandbox')),
  'sandbox.start': () => ok(role('sandbox')),
  'sandbox.stop': () => ok({ ...role('sandbox'), running: false }),
  'sandbox.reset': () => ok({ reset: true }),
  'sandbox.members': () =>
    ok(
      members.map(([patientId, name, birthDate, memberId, claimId, storyline]) => ({
        patientId,
        name,
        birthDate,
        memberId: `http://payer.example/members|${memberId}`,
        claimId: claimId && `http://payer.example/claims|${claimId}`,
        storyline,
      })),
    ),
  'sandbox.submit': () => ok({ httpStatus: 200, trackingId: 'http://payer.example/tracking|push-0042' }),
  'tasks.list': () => ok(tasks),
  'tasks.get': (input) => {
    const found = taskDetails.find(({ id }) => id === (input as { id: string }).id);
    return found ? ok(found) : fail('not-found', 'No such Task.', 'List the Tasks.');
  },
  'operations.cancel': () => ok({ cancelled: true }),
  'connections.list': () => ok(connections),
};
