import type { TaskDetail } from '../../../shared/domain/task.ts';
import { ago } from '../ago.ts';
import { taskDetail } from '../task-record.ts';

const at = (seconds: number) => ({ at: ago(seconds), seenAt: ago(seconds) });

/** Tasks with something remarkable in their lives: reopened with versions missed, and gone from the server. */
export const storyTasks: TaskDetail[] = [
  taskDetail({
    id: 't7',
    connectionId: 'c3',
    partner: 'Lakeside Clinic',
    baseUrl: 'https://fhir.lakeside.example/r4',
    taskId: '2044',
    code: 'data-request-questionnaire',
    asked: 'HomeOxygenTherapy|2.1',
    member: 'http://payer.example/members|Member402',
    claim: 'http://payer.example/claims|Claim7802',
    owner: 'http://hl7.org/fhir/sid/us-npi|9941339108',
    purposes: ['http://terminology.hl7.org/CodeSystem/v3-ActReason|COC'],
    workQueues: ['claims-processing'],
    signature: true,
    due: ago(-3 * 86_400).slice(0, 10),
    status: 'in-progress',
    businessStatus: 'Waiting for blood gases',
    createdAt: ago(2_400),
    updatedAt: ago(120),
    versions: [
      { versionId: '1', status: 'requested', ...at(2_400), exchangeId: '16' },
      { versionId: '4', status: 'completed', ...at(1_200), exchangeId: '17' },
      {
        versionId: '5',
        status: 'in-progress',
        businessStatus: 'Waiting for blood gases',
        ...at(300),
        exchangeId: '19',
        offFigure: true,
        reopened: true,
      },
    ],
    polls: [
      { at: ago(2_340), exchangeId: '18', result: 'unchanged', together: 12 },
      { at: ago(1_190), exchangeId: '17', result: 'new-version', by: 'notification' },
      { at: ago(300), exchangeId: '19', result: 'new-version', by: 'hand' },
    ],
    profile: 'cdex',
    nextPollAt: ago(-1_500),
    subscriptionId: 's1',
    outputs: [],
    createExchangeId: '16',
  }),
  taskDetail({
    id: 't8',
    connectionId: 'c5',
    partner: 'Cedar Valley DME',
    baseUrl: 'https://fhir.cedar.example/r4',
    taskId: '310',
    code: 'data-request-code',
    asked: '34117-2 History and physical',
    member: 'http://payer.example/members|Member311',
    status: 'accepted',
    createdAt: ago(9_000),
    updatedAt: ago(600),
    versions: [{ versionId: '1', status: 'accepted', ...at(9_000), exchangeId: '28' }],
    polls: [{ at: ago(600), exchangeId: '29', result: 'failed', problem: 'The partner answered 410 Gone.' }],
    profile: 'cdex',
    goneAt: ago(600),
    outputs: [],
    createExchangeId: '28',
  }),
];
