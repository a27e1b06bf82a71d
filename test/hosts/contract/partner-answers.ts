import { outcome, type PartnerAnswer, sendFhir, startPartner, type TestPartner } from '../cli-partner.ts';

/** A note of six bytes, as a DocumentReference carries it. */
export const note = Buffer.from('A note').toString('base64');

const patient = (id: string, family: string) => ({
  fullUrl: `urn:example:${id}`,
  resource: { resourceType: 'Patient', id, name: [{ family, given: ['Nora'] }], birthDate: '1961-04-02' },
  search: { mode: 'match' },
});

const page = (entry: object[], link: object[] = []) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: 3,
  link,
  entry,
});

const raw =
  (status: number, type: string, body: string): PartnerAnswer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body);

const document = {
  resourceType: 'DocumentReference',
  id: 'd1',
  status: 'current',
  content: [{ attachment: { contentType: 'text/plain', data: note } }],
};

/** A Task that is completed when it is read again. */
const taskAnswer: PartnerAnswer = ({ method, body }, response, base) => {
  if (method === 'POST')
    return sendFhir(response, 201, { ...JSON.parse(body), id: 't1' }, { location: `${base}/Task/t1` });
  return sendFhir(response, 200, {
    resourceType: 'Task',
    id: 't1',
    meta: { versionId: '2', lastUpdated: '2026-03-01T10:00:00Z' },
    status: 'completed',
    intent: 'order',
    output: [
      {
        type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-value' }] },
        valueReference: { reference: 'DocumentReference/d1' },
      },
    ],
  });
};

/** A Task that somebody else created, with its versions; the first one is no longer kept. */
const watchedVersions = ['requested', 'on-hold', 'completed'].map((status, index) => ({
  resourceType: 'Task',
  id: 't-watched',
  meta: { versionId: `${index + 2}`, lastUpdated: `2026-03-01T1${index}:00:00Z` },
  status,
  intent: 'order',
}));

/** The canonical URL of the form it has. */
export const formUrl = 'https://plan.example/Questionnaire/begun';
const form = {
  resourceType: 'Questionnaire',
  url: formUrl,
  status: 'active',
  item: [
    { linkId: 'born', type: 'date', text: 'Date of birth' },
    { linkId: 'why', type: 'text', text: 'Reason', required: true },
  ],
};

/** A Task for a member called t-something gets that id, so that cases can have Tasks of their own; undefined for any other. */
function namesItself(body: string): PartnerAnswer | undefined {
  const task = JSON.parse(body || '{}');
  const id: unknown = task.for?.identifier?.value;
  if (typeof id !== 'string' || !id.startsWith('t-')) return undefined;
  return (_, response, base) => sendFhir(response, 201, { ...task, id }, { location: `${base}/Task/${id}/_history/1` });
}

const fhir = 'application/fhir+json';

const answers: Record<string, PartnerAnswer> = {
  'Patient?family=Lund': (_, response, base) =>
    sendFhir(
      response,
      200,
      page([patient('1', 'Lund'), patient('2', 'Lund')], [{ relation: 'next', url: `${base}/Patient?page=2` }]),
    ),
  'Patient?page=2': (_, response) => sendFhir(response, 200, page([patient('3', 'Lund')])),
  'DocumentReference/d1': (_, response) => sendFhir(response, 200, document),
  'Patient/1': (_, response) => sendFhir(response, 200, patient('1', 'Lund').resource),
  [`ValueSet/$expand?url=${encodeURIComponent('https://plan.example/ValueSet/supplies')}&filter=knee&count=2`]: (
    _,
    response,
  ) =>
    sendFhir(response, 200, {
      resourceType: 'ValueSet',
      expansion: {
        total: 40,
        contains: [{ system: 'https://plan.example/supplies', code: 'k1', display: 'Knee brace' }],
      },
    }),
  [`Questionnaire?url=${formUrl}`]: (_, response) => sendFhir(response, 200, page([{ resource: form }])),
  'Patient?identifier=https://plan.example/members|M-1': (_, response) =>
    sendFhir(response, 200, page([patient('1', 'Lund')])),
  Task: (request, response, base) => (namesItself(request.body) ?? taskAnswer)(request, response, base),
  'Task/t1': taskAnswer,
  'Task/t-watched': (_, response) => sendFhir(response, 200, watchedVersions.at(-1) ?? {}),
  'Task/t-watched/_history': (_, response) =>
    sendFhir(response, 200, {
      resourceType: 'Bundle',
      type: 'history',
      entry: watchedVersions.toReversed().map((resource) => ({ resource })),
    }),
  'Task/t-over': (_, response) => response.writeHead(204).end(),
  'Patient?answer=html': raw(200, 'text/html', '<!doctype html><p>Please sign in</p>'),
  'Patient?answer=empty': raw(200, fhir, ''),
  'Patient?answer=cut': raw(200, fhir, '{"resourceType":"Bundle","entry":['),
  'Patient?answer=json': raw(200, fhir, '{"message":"hello"}'),
  'Patient?answer=400': (_, response) => sendFhir(response, 400, outcome('error', 'No such parameter.')),
  'Patient?answer=quiet': (_, response) => sendFhir(response, 200, outcome('error', 'Not for you.')),
  'Patient?answer=503': (_, response) => sendFhir(response, 503, outcome('error', 'Closed.')),
  'Patient?answer=away': (_, response) => response.writeHead(302, { location: 'https://other.example/fhir' }).end(),
  'Patient?answer=lost': (_, response) => response.socket?.destroy(),
  'Patient?answer=never': () => undefined,
};

/** A partner that gives every kind of answer, by what is asked. */
export const startAnsweringPartner = (): Promise<TestPartner> =>
  startPartner((request, response, base) => {
    const answer = answers[request.path] ?? ((_, unknown) => sendFhir(unknown, 404, outcome('error', 'Unknown.')));
    answer(request, response, base);
  });
