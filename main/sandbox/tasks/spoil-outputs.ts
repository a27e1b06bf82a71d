import type { Bundle, List, Resource, Task, TaskOutput } from '@medplum/fhirtypes';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import type { FhirServer } from '../fhir/fhir-server.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { dataOutput, type TaskAnswer } from './task-answer.ts';

type Completed = Extract<TaskAnswer, { status: 'completed' }>;

/** What spoiling outputs needs: the record, and a server on another origin that lends a place. */
export interface OutputMeans {
  repository: SandboxRepository;
  elsewhere: FhirServer;
}

const withReferences = (answer: Completed, change: (output: TaskOutput) => TaskOutput): Completed => ({
  ...answer,
  output: answer.output?.map(change) ?? [],
});

/** Two Lists that name each other, and the Task itself. */
async function looping({ repository }: OutputMeans, task: Task, memberId: string): Promise<TaskOutput[]> {
  const ids = [`loop-${task.id}-a`, `loop-${task.id}-b`];
  for (const [at, id] of ids.entries()) {
    const list: List & { id: string } = {
      resourceType: 'List',
      id,
      status: 'current',
      mode: 'snapshot',
      subject: { reference: `Patient/${memberId}` },
      entry: [{ item: { reference: `List/${ids[1 - at]}` } }],
    };
    await repository.keep(list);
  }
  return [dataOutput(`List/${ids[0]}`), dataOutput(`Task/${task.id}`)];
}

/** The data as they would have been answered: the contained Bundle, or one of what the outputs refer to. */
async function gathered({ repository }: OutputMeans, answer: Completed): Promise<Bundle> {
  const contained = answer.contained?.find((one): one is Bundle => one.resourceType === 'Bundle');
  if (contained) return contained;
  const found: Resource[] = [];
  for (const { valueReference } of answer.output ?? []) {
    const one = valueReference && (await repository.readReference<Resource>(valueReference).catch(() => undefined));
    if (one) found.push(one);
  }
  return { resourceType: 'Bundle', type: 'collection', entry: found.map((resource) => ({ resource })) };
}

/** An answer under the faults of outputs; the first one set wins. Work on the record: called in its turn. */
export async function spoilOutputs(
  faults: readonly FaultName[],
  means: OutputMeans,
  task: Task & { id: string },
  answer: Completed,
  memberId: string,
): Promise<Completed> {
  const fault = faults.find((name) => name.startsWith('output-'));
  if (!fault || !answer.output?.length) return answer;
  const { contained: _, ...bare } = answer;
  switch (fault) {
    case 'output-missing':
      return { ...bare, output: [] };
    case 'output-wrong-code':
      return withReferences(answer, (output) => ({
        ...output,
        type: { coding: [{ system: 'urn:switchboard:sandbox:outputs', code: 'result' }] },
      }));
    case 'output-logical': {
      const identifier = { system: 'urn:switchboard:sandbox:results', value: task.id };
      return withReferences(bare, (output) => ({
        ...output,
        valueReference: { identifier, display: 'In the archive' },
      }));
    }
    case 'output-gone':
      return { ...bare, output: [dataOutput(`Bundle/gone-${task.id}`)] };
    case 'output-loops':
      return { ...bare, output: await looping(means, task, memberId) };
    case 'output-foreign': {
      const bundle = { ...(await gathered(means, answer)), id: `elsewhere-${task.id}` };
      const { elsewhere } = means;
      await elsewhere.exclusive(() => elsewhere.repository.keep(bundle));
      return { ...bare, output: [dataOutput(`${elsewhere.fhirBaseUrl}/Bundle/${bundle.id}`)] };
    }
    default:
      return answer;
  }
}
