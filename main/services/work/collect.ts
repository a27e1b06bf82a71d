import type { DataSubject } from '../../../shared/cdex/check-collected.ts';
import { checkTaskQuery } from '../../../shared/cdex/check-task-query.ts';
import { error, information, warning } from '../../../shared/cdex/findings.ts';
import { inputsOf, withCode } from '../../../shared/cdex/task-slots.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Collected } from '../../../shared/contract/work.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { codingsOf, conceptText } from '../../../shared/fhir/datatype.ts';
import { textOf } from '../../../shared/fhir/json.ts';
import { escapeValue } from '../../../shared/fhir/search.ts';
import type { Answer } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readPage } from '../../exchange/read.ts';
import { search } from '../../exchange/search.ts';
import type { Heavy } from '../../wire/heavy.ts';
import { openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import { readAnswer } from '../work-on-body.ts';
import type { CurrentTask } from './received-tasks.ts';
import { subjectOf } from './subject-of.ts';

/** What was collected, with the places of the entries that may be given out: page by page, positions among its entries. */
export interface Collection {
  collected: Collected;
  /** Absent where nothing was run. */
  subject?: DataSubject;
  pages: { exchangeId: string; entries: number[] }[];
  /** What may be given out, all of it. */
  references: string[];
}

/** Limits of one collection. A Task that asks for more is a matter for a talk, or for bulk data. */
const mostEntries = 10_000;
const mostBytes = 64_000_000;
const mostPages = 200;
/** Items listed for the choice, and foreign ones named. */
const listed = 1_000;
const named = 20;

/** A query to run, or nothing where what speaks against it is an error. */
interface Plan {
  query: string;
  search?: string | undefined;
  findings: Finding[];
}

/** The documents a Task asks for by codes; words alone are for a person to compare. */
function documentQuery(task: unknown, { id }: DataSubject): Plan {
  const concepts = withCode(inputsOf(task), 'data-code', 'attachments-needed').map(
    ({ slot }) => slot.valueCodeableConcept,
  );
  const codes = concepts
    .flatMap((concept) => codingsOf(concept))
    .flatMap(({ system, code }) => {
      const [of, value] = [textOf(system), textOf(code)];
      return value ? [of ? `${escapeValue(of)}|${escapeValue(value)}` : escapeValue(value)] : [];
    });
  const query = `DocumentReference?patient=${encodeURIComponent(id)}`;
  if (codes.length > 0) return { query, search: `${query}&type=${encodeURIComponent(codes.join(','))}`, findings: [] };
  const words = concepts.flatMap((concept) => conceptText(concept) ?? []).join(', ');
  const message = `The Task asks in words${words ? ` (${words})` : ''}; all documents of the patient are listed.`;
  return {
    query,
    search: query,
    findings: [information('data-code', 'Task.input', message, 'Choose what was meant.')],
  };
}

function planOf({ task, reading }: CurrentTask, subject: DataSubject, given: string | undefined): Plan {
  const asked = () => textOf(withCode(inputsOf(task), 'data-query')[0]?.slot.valueString) ?? '';
  if (given !== undefined) return { query: given, ...checkTaskQuery(task, given, subject) };
  switch (reading.code) {
    case 'data-request-query':
      return { query: asked(), ...checkTaskQuery(task, undefined, subject) };
    case 'data-request-code':
    case 'attachment-request-code':
      return documentQuery(task, subject);
    default: {
      const message = 'There is no query in what this Task asks for.';
      const next = 'Fill in the questionnaire, or give a query of your own.';
      return { query: '', findings: [error('data-query', 'Task.input', message, next)] };
    }
  }
}

/** Runs what a Task asks for at the server it was sent to, and keeps to its own patient. */
export type Collect = (
  partner: Partner,
  current: CurrentTask,
  query: string | undefined,
  options: { signal?: AbortSignal; pages?: (count: number) => void },
) => Promise<Reply<Collection>>;

/** The collecting of one console. */
export function createCollect(kit: Kit, heavy: Heavy): Collect {
  async function checkPage(answer: Answer, subject: DataSubject) {
    const body = await openBody(kit, answer.exchangeId, 'response');
    return body.ok ? readAnswer(heavy, body.value, answer.exchangeId, 'checkCollected', subject) : body;
  }

  return async (partner, current, given, { signal, pages: tell }) => {
    const subject = await subjectOf(kit, partner, current.task, signal);
    if (!subject.ok) return subject;
    const plan = planOf(current, subject.value, given);
    const collected: Collected = {
      query: plan.search ?? plan.query,
      entries: 0,
      items: [],
      bytes: 0,
      exchangeIds: [],
      findings: plan.findings,
    };
    const collection: Collection = { collected, pages: [], references: [] };
    const { search: query } = plan;
    if (!query || plan.findings.some(({ severity }) => severity === 'error')) return ok(collection);
    collection.subject = subject.value;
    const context = { approach: 'task' as const, note: 'collect', ...(signal ? { signal } : {}) };
    const foreign: { reference: string; says: string }[] = [];
    const seen = new Set<string>();
    const visited = new Set<string>();
    let reply = await search(kit.door, partner, query, false, context);
    for (;;) {
      if (!reply.ok) return reply;
      const { head, exchangeId, decodedBytes } = reply.value;
      if (head?.resourceType !== 'Bundle')
        return fail(
          'not-fhir',
          `The server answered the search with ${head?.resourceType ?? 'nothing'}, not with a Bundle.`,
          'Look at the exchange; a search must answer a Bundle.',
          { exchangeId },
        );
      const page = await checkPage(reply.value, subject.value);
      if (!page.ok) return page;
      collected.exchangeIds.push(exchangeId);
      collected.bytes += decodedBytes;
      foreign.push(...page.value.foreign);
      const own = page.value.own.filter(({ reference }) => !seen.has(reference));
      for (const { reference } of own) seen.add(reference);
      collected.entries += own.length;
      collected.items.push(
        ...own.slice(0, listed - collected.items.length).map(({ reference, title }) => ({ reference, title })),
      );
      collection.references.push(...own.map(({ reference }) => reference));
      collection.pages.push({ exchangeId, entries: own.map(({ index }) => index) });
      tell?.(collection.pages.length);
      const link = head.links.next;
      if (!link) break;
      if (visited.has(link)) {
        const message = 'The server’s next links lead in a circle; what they bring again was left out.';
        collected.findings.push(warning('collect-limit', 'Bundle.link', message, 'See that nothing is missing.'));
        break;
      }
      if (collected.entries >= mostEntries || collected.bytes >= mostBytes || visited.size >= mostPages) {
        const message = `There is more than the ${collected.entries} entries that were collected.`;
        collected.findings.push(error('collect-limit', 'Bundle.link', message, 'Narrow the query.'));
        break;
      }
      visited.add(link);
      reply = await readPage(kit.door, partner, link, context);
    }
    collected.findings = [...foreignFindings(foreign), ...collected.findings];
    return ok(collection);
  };
}

function foreignFindings(foreign: readonly { reference: string; says: string }[]): Finding[] {
  const found = foreign
    .slice(0, named)
    .map(({ reference, says }) =>
      error(
        'foreign-data',
        reference,
        `${reference} is not offered: ${says}.`,
        'Ask your server why it answered with it.',
      ),
    );
  const more = foreign.length - found.length;
  if (more <= 0) return found;
  return [...found, error('foreign-data', 'Bundle.entry', `${more} more are not the patient’s.`, 'Leave them out.')];
}
