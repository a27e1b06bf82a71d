import type { CommandInput } from '../../../../shared/contract/commands.ts';
import { bytes, type FakePartner, json, outcome, type Script, startPartner } from '../../../fakes/partner/partner.ts';
import { openConsole } from '../../../fakes/ports.ts';
import { dataRequest } from '../../../shared/cdex/samples.ts';

type Json = Record<string, unknown>;
type Kept = Json & { id: string; status: string; meta: Json & { versionId: string } };

/** A server partners send Tasks to, as far as a work queue uses one: versions, ETag, If-Match, search by status and tag, pages. */
export interface TaskServer extends FakePartner {
  /** Puts a Task there as a partner's POST would; answers its id. */
  receive(task?: Json): string;
  /** A Task as a GET answers it. */
  task(id: string): Kept;
  /** Another's change of a Task. */
  change(id: string, members: Json): void;
  remove(id: string): void;
  /** Everything that is not a Task, by type. */
  resources: Map<string, Json[]>;
  /** How it deviates. */
  manners: { etags: boolean; pageSize: number; refuses: string[]; silentPut: boolean };
  /** The URLs that were asked for, without the base. */
  asked(method: string): string[];
}

const bundle = (entry: Json[], link: Json[] = []) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: entry.length,
  link,
  entry,
});

/** Starts one. Search by `patient` or `subject` filters; every other parameter is ignored. */
export async function startTaskServer(): Promise<TaskServer> {
  const partner = await startPartner();
  const tasks = new Map<string, Kept>();
  const resources = new Map<string, Json[]>();
  const manners = { etags: true, pageSize: 100, refuses: [] as string[], silentPut: false };
  let created = 0;
  let clock = Date.parse('2026-10-01T12:00:00Z');

  function keep(id: string, members: Json): Kept {
    const version = Number(tasks.get(id)?.meta.versionId ?? 0) + 1;
    clock += 1_000;
    const meta = { ...(members.meta as Json), versionId: `${version}`, lastUpdated: new Date(clock).toISOString() };
    const kept: Kept = { status: '', ...members, id, meta };
    tasks.set(id, kept);
    return kept;
  }
  const etagOf = ({ meta }: Kept): Record<string, string> => (manners.etags ? { etag: `W/"${meta.versionId}"` } : {});
  const answer = (task: Kept): Script => json(200, task, etagOf(task));

  function searchTasks(url: URL): Script {
    const refused = manners.refuses.find((name) => url.searchParams.has(name));
    if (refused) return json(400, outcome('error', `${refused} is not known here.`));
    const status = url.searchParams.get('status')?.split(',');
    const tag = url.searchParams.get('_tag')?.split('|').at(-1);
    const all = [...tasks.values()]
      .filter((task) => !status || status.includes(task.status))
      .filter((task) => !tag || JSON.stringify(task.meta.tag ?? []).includes(`"code":"${tag}"`))
      .reverse();
    const from = Number(url.searchParams.get('from') ?? 0);
    const shown = all.slice(from, from + manners.pageSize);
    url.searchParams.set('from', `${from + manners.pageSize}`);
    const next = from + manners.pageSize < all.length ? [{ relation: 'next', url: url.href }] : [];
    return json(
      200,
      bundle(
        shown.map((resource) => ({ resource, search: { mode: 'match' } })),
        next,
      ),
    );
  }

  function putTask(id: string, body: string, ifMatch: string | undefined): Script {
    const known = tasks.get(id);
    if (!known) return json(404, outcome('error', 'No such Task.'));
    if (manners.etags && ifMatch && ifMatch !== `W/"${known.meta.versionId}"`)
      return json(412, outcome('error', 'It has another version now.'));
    const kept = keep(id, JSON.parse(body));
    return manners.silentPut ? bytes(200, '', etagOf(kept)) : answer(kept);
  }

  function searchResources(type: string, url: URL): Script {
    const whom = url.searchParams.get('patient') ?? url.searchParams.get('subject');
    const identifier = url.searchParams.get('identifier');
    const found = (resources.get(type) ?? []).filter((one) => {
      const about = JSON.stringify(one.subject ?? one.patient ?? one.beneficiary ?? '');
      const named = JSON.stringify(one.identifier ?? '');
      return (
        (!whom || about.includes(`Patient/${whom.replace('Patient/', '')}"`)) &&
        (!identifier || named.includes(`"${identifier.split('|').at(-1)}"`))
      );
    });
    return json(200, bundle(found.map((resource) => ({ resource, search: { mode: 'match' } }))));
  }

  partner.otherwise((seen, response) => {
    const url = new URL(seen.url, partner.origin);
    const [, , type = '', id = ''] = url.pathname.split('/');
    const known = tasks.get(id);
    const pick = (): Script => {
      if (type === 'Task' && !id) return searchTasks(url);
      if (type === 'Task' && seen.method === 'PUT') return putTask(id, seen.body, seen.headers['if-match']);
      if (type === 'Task') return known ? answer(known) : json(410, outcome('error', 'Gone.'));
      if (seen.method === 'POST') {
        created += 1;
        const resource = { ...JSON.parse(seen.body), id: `new-${created}` };
        resources.set(type, [...(resources.get(type) ?? []), resource]);
        return json(201, resource, { location: `${partner.baseUrl}/${type}/${resource.id}/_history/1` });
      }
      const one = id ? (resources.get(type) ?? []).find((each) => each.id === id) : undefined;
      if (id) return one ? json(200, one) : json(404, outcome('error', 'Unknown.'));
      return searchResources(type, url);
    };
    return pick()(seen, response);
  });

  return {
    ...partner,
    resources,
    manners,
    receive(task = dataRequest(ofPatient)) {
      const id = `task-${tasks.size + 1}`;
      keep(id, task);
      return id;
    },
    task: (id) => tasks.get(id) as Kept,
    change: (id, members) => void keep(id, { ...tasks.get(id), ...members }),
    remove: (id) => void tasks.delete(id),
    asked: (method) => partner.seen.filter((one) => one.method === method).map(({ url }) => url.replace('/fhir/', '')),
  };
}

/** A request about the patient the server knows as `1`. */
export const ofPatient = { for: { reference: 'Patient/1' } };

/** Patient 1 with two conditions, a document and a neighbour. */
export function furnish({ resources }: TaskServer): void {
  const person = (id: string, member: string) => ({
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'http://payer.example/members', value: member }],
    name: [{ family: 'Example', given: ['Ada'] }],
  });
  const condition = (id: string, patient: string, text: string) => ({
    resourceType: 'Condition',
    id,
    code: { text },
    subject: { reference: `Patient/${patient}` },
  });
  resources.set('Patient', [person('1', 'M-1'), person('2', 'M-2')]);
  resources.set('Condition', [
    condition('c1', '1', 'Asthma'),
    condition('c2', '1', 'Diabetes'),
    condition('c3', '2', 'Gout'),
  ]);
  resources.set('DocumentReference', [
    {
      resourceType: 'DocumentReference',
      id: 'd1',
      status: 'current',
      subject: { reference: 'Patient/1' },
      description: 'Note of May',
      content: [{ attachment: { contentType: 'text/plain', data: 'QQ==' } }],
    },
  ]);
}

/** A console at such a server, with one Task received and its queue read. */
export async function startWork(task?: Json) {
  const here = openConsole();
  const server = await startTaskServer();
  furnish(server);
  const taskId = server.receive(task);
  const { connection } = { connection: 'Clinic' };
  const { id: connectionId } = await here.run('connections.add', {
    name: connection,
    baseUrl: server.baseUrl,
    role: 'provider',
  });
  const partner = { connection };
  const refresh = (more: Partial<CommandInput<'work.refresh'>> = {}) => here.run('work.refresh', { partner, ...more });
  const [id = ''] = (await refresh()).ids;
  const answer = (wish: Omit<CommandInput<'work.answer'>, 'id'>) => here.run('work.answer', { id, ...wish });
  const received = async () =>
    (await here.run('tasks.list', { side: 'received' })).toSorted((a, b) => Number(a.id) - Number(b.id));
  return { ...here, server, partner, connectionId, taskId, id, refresh, answer, received };
}
