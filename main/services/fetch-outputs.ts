import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { FetchedOutputs } from '../../shared/contract/tasks.ts';
import type { TaskOutput, TaskRecord } from '../../shared/domain/task.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Heavy } from '../wire/heavy.ts';
import { describeOutput, notFetched } from './describe-output.ts';
import { fetchProvenance } from './fetch-provenance.ts';
import { followDocuments, type Listed } from './follow-documents.ts';
import type { Kit } from './kit.ts';
import { contentOf, type Means } from './output-content.ts';
import { endFindings, outputFindings, typeFindings } from './output-findings.ts';
import { tellExport } from './tell-export.ts';
import { writeOutputs } from './write-outputs.ts';

interface Options {
  signal: AbortSignal;
  folder?: string;
}

/**
 * Fetches every output of a Task, each by the way its reference asks for (digest C, Outputs), then the documents they point to and, where the
 * server can tell it, their Provenance; writes them to a folder where one is named. What fails is told in its place and stops nothing.
 */
export async function fetchOutputs(
  kit: Kit,
  heavy: Heavy,
  record: TaskRecord,
  partner: Partner,
  { signal, folder }: Options,
): Promise<Reply<FetchedOutputs>> {
  if (folder && !kit.ports.capabilities.includes('write-files'))
    return fail('capability-missing', 'This host writes no files.', 'Use task fetch with --out.');
  if (record.modifier)
    return fail(
      'rules-failed',
      `The outputs of this Task are not fetched: ${record.modifier}`,
      'Ask the source what it means.',
      { requirement: record.code.startsWith('attachment-request') ? 'CONF-096' : 'CONF-097' },
    );
  const means: Means = { kit, heavy, partner, signal };
  const list: Listed[] = [];
  const noted: TaskOutput[] = [];
  for (const output of record.outputs) {
    const { listed, note } = await fetchOne(means, record, output);
    list.push(listed);
    noted.push(note);
  }
  keep(kit, record, noted);
  await followDocuments(means, record, list);
  await fetchProvenance(means, list);
  keep(kit, record, withBehind(noted, list));
  const outputs = list.map(({ output }) => output);
  const fetched: FetchedOutputs = { status: record.status, outputs, findings: endFindings(record) };
  if (!folder) return ok(fetched);
  const outcome = `${list.filter(({ content }) => content).length} files`;
  tellExport(kit.store, { what: `the outputs of Task ${record.taskId}`, to: folder, outcome, peer: partner.name });
  const written = await writeOutputs(folder, list, record, fetched, new Date(kit.ports.clock.now()).toISOString());
  return written.ok ? ok({ ...fetched, ...written.value }) : written;
}

/** One output as it is listed, and as its record notes it. */
async function fetchOne(
  means: Means,
  record: TaskRecord,
  output: TaskOutput,
): Promise<{ listed: Listed; note: TaskOutput }> {
  const { content: _content, problem: _problem, behind: _behind, ...bare } = output;
  const lead = { reference: output.reference, kind: output.kind };
  const path = `Task.output[${output.index}].value`;
  const type = typeFindings(output, record.code, means.partner.cdexVersion);
  const reply = await contentOf(means, record, output);
  if (!reply.ok) {
    const listed = notFetched(lead, path, reply.error);
    listed.findings.push(...type);
    return { listed: { output: listed, chain: [] }, note: { ...bare, problem: reply.error.message } };
  }
  const content = reply.value;
  const { exchangeId, pointer } = content;
  return {
    listed: {
      output: describeOutput(lead, content, [...type, ...outputFindings(content, path)]),
      content,
      chain: content.url ? [content.url] : [],
    },
    note: { ...bare, content: { exchangeId, pointer } },
  };
}

/** The outputs with the exchanges behind them; what stood inside another resource needed none of its own. */
function withBehind(outputs: readonly TaskOutput[], list: readonly Listed[]): TaskOutput[] {
  /** The output that a place in the list goes back to. */
  const rootOf = (at: number): number => {
    const of = list[at]?.output.of;
    return of === undefined ? at : rootOf(of);
  };
  return outputs.map((one, root) => {
    const own = list[root]?.output.exchangeId;
    const found = list.flatMap(({ output }, at) => (at !== root && rootOf(at) === root ? output.exchangeId : []));
    const behind = [...new Set(found)].filter((id) => id !== '' && id !== own);
    return behind.length > 0 ? { ...one, behind } : one;
  });
}

/** Notes what was fetched in the record as it is by now: a version that came meanwhile may have other outputs. */
function keep({ store }: Kit, { id }: TaskRecord, fetched: readonly TaskOutput[]): void {
  store.write(() => {
    const current = store.tasks.get(id);
    if (!current) return;
    const outputs = current.outputs.map(
      (now) => fetched.find(({ index, reference }) => index === now.index && reference === now.reference) ?? now,
    );
    store.tasks.put({ ...current, outputs });
  });
}
