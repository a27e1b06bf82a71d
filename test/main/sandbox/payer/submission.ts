import type { Claim, Communication, DocumentReference, OperationOutcome, Parameters, Task } from '@medplum/fhirtypes';
import { systems } from '../../../../shared/cdex/codes.ts';
import type { SandboxOptions } from '../../../../main/sandbox/sandbox.ts';
import { start } from '../support/sandbox.ts';

type Part = NonNullable<Parameters['parameter']>[number];

/** A note of these words. */
export const note = (words = 'a note'): DocumentReference => ({
  resourceType: 'DocumentReference',
  status: 'current',
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(words).toString('base64') } }],
});

/** What can be said otherwise about a submission. */
export interface Said {
  trackingId?: { system?: string; value: string };
  adminRef?: { system?: string; value: string };
  member?: string;
  use?: 'claim' | 'preauthorization';
  day?: string;
  lines?: string[];
  content?: object;
  final?: boolean;
  more?: Part[];
}

/** A submission for the one member of the seed, whose only claim is of 2023-03-01; by default it names neither. */
export const submission = (said: Said = {}): Parameters => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'TrackingId', valueIdentifier: said.trackingId ?? { system: 'urn:example:own', value: 'own-1' } },
    ...(said.adminRef ? [{ name: 'AdminRefNumber', valueIdentifier: said.adminRef }] : []),
    { name: 'AttachTo', valueCode: said.use ?? 'claim' },
    { name: 'OrganizationId', valueIdentifier: { value: '22' } },
    { name: 'MemberId', valueIdentifier: { system: 'urn:example:member', value: said.member ?? 'member-ann' } },
    { name: 'ServiceDate', valueDateTime: said.day ?? '2023-07-07' },
    {
      name: 'Attachment',
      part: [
        ...(said.lines ?? []).map((line) => ({ name: 'LineItem', valueString: line })),
        { name: 'Code', valueCodeableConcept: { coding: [{ system: systems.loinc, code: '11506-3' }] } },
        { name: 'Content', resource: said.content ?? note() },
      ],
    } as Part,
    ...(said.final === undefined ? [] : [{ name: 'Final', valueBoolean: said.final }]),
    ...(said.more ?? []),
  ],
});

/** A claim of the member with two lines. */
export const claim = (id: string, value: string, day: string, use: Claim['use'] = 'claim'): Claim => ({
  resourceType: 'Claim',
  id,
  identifier: [{ system: 'urn:example:claims', value }],
  status: 'active',
  type: { text: 'Professional' },
  use,
  patient: { reference: 'Patient/insured' },
  created: day,
  billablePeriod: { start: day, end: day },
  provider: { display: 'Clinic' },
  priority: { text: 'normal' },
  insurance: [{ sequence: 1, focal: true, coverage: { display: 'Coverage' } }],
  item: [1, 2].map((sequence) => ({ sequence, productOrService: { text: 'Visit' } })),
});

/** The payer's record of having asked for attachments to a claim. */
export const request = (trackingId: string, claimNumber: string, multiple = false): Task => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  identifier: [{ system: 'urn:example:tracking', value: trackingId }],
  reasonReference: { identifier: { system: 'urn:example:claims', value: claimNumber } },
  input: [{ type: { coding: [{ system: systems.cdex, code: 'multiple-submits-flag' }] }, valueBoolean: multiple }],
});

/** A started sandbox with what tests ask its payer. */
export async function startPayer(options: Partial<SandboxOptions> = {}) {
  const started = await start(options);
  const { payer } = started;
  const kept = async (path = '/Communication?_sort=_lastUpdated') =>
    ((await payer.get(path)).json.entry ?? []).map(({ resource }) => resource as Communication);
  return {
    ...started,
    /** The status and the sentences of the answer, each with its severity. */
    async submit(said: Said = {}): Promise<{ status: number; said: string }> {
      const { status, json } = await payer.send<OperationOutcome>('POST', '/$submit-attachment', submission(said));
      const issues = (json?.issue ?? []).map(({ severity, details }) => `${severity}: ${details?.text}`);
      return { status, said: issues.join('\n') };
    },
    put: async (resource: Claim | Task) => {
      const { resourceType: type, id } = resource;
      const { status } = await payer.send(id ? 'PUT' : 'POST', id ? `/${type}/${id}` : `/${type}`, resource);
      if (status !== 201) throw new Error(`${type}: ${status}`);
    },
    kept,
    /** What the only kept submission is about, as references. */
    about: async () => (await kept()).map(({ about }) => (about ?? []).map(({ reference }) => reference)),
    stored: async () => (await payer.get('/DocumentReference?_summary=count')).json.total,
  };
}
