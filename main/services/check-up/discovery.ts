import type { Discovery, Found } from '../../../shared/domain/discovery.ts';
import { ensureDiscovery } from '../../exchange/discovery/ensure-discovery.ts';
import { linePartner } from '../../exchange/line.ts';
import type { Store } from '../../store/store.ts';
import { failedStep, type Note, notChecked, type StepResult, type Walk, worstOf } from './step.ts';

const documents = [
  ['smart', 'smart-configuration'],
  ['udap', 'udap'],
  ['statement', 'metadata'],
  ['davinci', 'davinci-configuration'],
] as const satisfies [keyof Discovery, string][];

/** Reads again what the partner publishes about how to be let in. */
export async function checkDiscovery(walk: Walk): Promise<StepResult> {
  if (walk.lineBroken) return notChecked(`not checked: ${walk.lineBroken}`);
  const { kit, heavy, connection, signal } = walk;
  const partner = await linePartner(kit, connection, connection.baseUrl);
  if (!partner.ok) return failedStep(partner.error);
  const means = { store: kit.store, door: kit.door, clock: kit.ports.clock, heavy };
  const discovery = await ensureDiscovery(means, partner.value, connection.id, true, signal);
  walk.discovery = discovery;
  const notes = documents.flatMap(([name, title]) => notesOf(kit.store, discovery[name], title));
  notes.push(...different(discovery));
  const exchangeIds = documents.flatMap(([name]) => discovery[name].exchangeId ?? []);
  const detail = documents.map(([name, title]) => `${title} ${wordOf(kit.store, discovery[name])}`).join(', ');
  const failures = documents.flatMap(([name]) => {
    const found = discovery[name];
    return found.state === 'failed' ? [found] : [];
  });
  const [first] = failures;
  if (first && failures.length === documents.length) {
    const refused = first.exchangeId && kit.store.exchanges.get(first.exchangeId)?.outcome === 'refused';
    return {
      status: 'fail',
      detail: first.message,
      notes,
      side: refused ? 'refused' : 'transport',
      diagnosis: { code: 'unknown', message: first.message, where: 'discovery', next: first.next },
      exchangeIds,
    };
  }
  return { status: worstOf(notes), detail, notes, exchangeIds };
}

/** Its HTTP status, or what else became of it. */
function wordOf(store: Store, found: Found<unknown>): string {
  if (found.state === 'absent') return `${found.httpStatus} so not offered`;
  const status = found.exchangeId && store.exchanges.get(found.exchangeId)?.status;
  if (found.state === 'failed') return status && status >= 400 ? String(status) : 'unusable';
  return found.stale ? 'from before' : String(status ?? 'found');
}

function notesOf(store: Store, found: Found<unknown>, title: string): Note[] {
  const value = wordOf(store, found);
  switch (found.state) {
    case 'absent':
      return [{ result: 'unchecked', text: `${title} is not published`, value: String(found.httpStatus) }];
    case 'failed':
      return [{ result: 'warn', text: `${title}: ${found.message}`, value }];
    case 'found':
      return [
        found.stale
          ? {
              result: 'warn',
              text: `${title} cannot be read now, what was found before stands: ${found.stale.message}`,
              value,
            }
          : { result: 'ok', text: `${title} is published`, value },
        ...found.problems.map((problem): Note => {
          const requirement = /SMART 2\.2|UDAP Security|HRex|RFC \d+|CONF-\d+/.exec(problem)?.[0];
          return { result: 'warn', text: problem, value: title, ...(requirement ? { requirement } : {}) };
        }),
      ];
  }
}

/** Two documents of one partner that name two token URLs leave clients with a choice, and one of them with a refusal. */
function different({ smart, statement }: Discovery): Note[] {
  if (smart.state !== 'found' || statement.state !== 'found') return [];
  const [first, second] = [smart.value.tokenEndpoint, statement.value.tokenUrl];
  if (!first || !second || first === second) return [];
  return [
    {
      result: 'warn',
      text: `smart-configuration and CapabilityStatement name different token URLs: ${first} and ${second}. The first one is used.`,
      value: '2 URLs',
      requirement: 'SMART 2.2',
    },
  ];
}
