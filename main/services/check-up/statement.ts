import type { Declarations } from '../../../shared/cdex/read-declarations.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Found } from '../../../shared/domain/discovery.ts';
import { readCapabilities } from '../../exchange/read.ts';
import type { Store } from '../../store/store.ts';
import { openBody } from '../bodies.ts';
import { fromConnection } from '../partners.ts';
import { workOnBody } from '../work-on-body.ts';
import { baseNotes, roleNotes } from './statement-notes.ts';
import { failedStep, notChecked, type StepResult, type Walk, worstOf } from './step.ts';

/** What the partner's CapabilityStatement says it can do, as far as CDex needs it. */
export async function checkStatement(walk: Walk): Promise<StepResult> {
  if (walk.lineBroken) return notChecked(`not checked: ${walk.lineBroken}`);
  const found = walk.discovery?.statement;
  const read = found?.state === 'found' && !found.stale ? ok(found.exchangeId) : await readAgain(walk);
  if (!read.ok) return failedStep(read.error);
  const exchangeId = read.value;
  const declarations = await declarationsOf(walk, exchangeId);
  if (!declarations.ok) return failedStep(declarations.error);
  if (!declarations.value)
    return failedStep({
      code: 'not-fhir',
      message: `${walk.connection.baseUrl}/metadata is no CapabilityStatement.`,
      next: 'Check the base URL.',
      exchangeId,
    });
  const { abilities, searchable } = declarations.value;
  walk.searchable = searchable;
  const base = baseNotes(abilities);
  const notes = [...base, ...roleNotes(declarations.value, walk.connection.role)];
  const status = worstOf(notes);
  const failing = base.find(({ result }) => result === 'fail');
  return {
    status,
    detail: [
      abilities.fhirVersion ? `FHIR ${abilities.fhirVersion}` : 'FHIR version not stated',
      ...(abilities.software ? [abilities.software] : []),
      ...abilities.instantiates.map((url) => url.split('/').at(-1) ?? url),
      `${searchable.length} ${searchable.length === 1 ? 'type' : 'types'} to search`,
    ].join(', '),
    notes,
    ...(failing
      ? {
          side: 'refused' as const,
          diagnosis: {
            code: 'unknown' as const,
            message: `${failing.text}: ${failing.value}.`,
            where: 'CapabilityStatement',
            next: 'Ask the partner for the base URL of its FHIR R4 server with JSON.',
          },
        }
      : {}),
    exchangeIds: [exchangeId],
  };
}

/** Some partners show their statement to known clients alone; without what lets us in, the first answer stands. */
async function readAgain({ kit, connection, discovery, notLetIn }: Walk): Promise<Reply<string>> {
  const found = discovery?.statement;
  if (found && (notLetIn || connection.auth.method === 'none')) return failureOf(kit.store, found);
  const reply = await readCapabilities(kit.door, fromConnection(kit, connection));
  return reply.ok ? ok(reply.value.exchangeId) : reply;
}

function failureOf(store: Store, found: Found<unknown>): Reply<never> {
  if (found.state === 'absent')
    return fail(
      'refused-by-partner',
      `The partner answered ${found.httpStatus} where its CapabilityStatement should be.`,
      'Check the base URL: /metadata below it must answer.',
      { exchangeId: found.exchangeId },
    );
  const why = found.state === 'failed' ? found : found.stale;
  const { exchangeId } = why ?? found;
  const refused = exchangeId && store.exchanges.get(exchangeId)?.outcome === 'refused';
  return fail(
    refused ? 'refused-by-partner' : 'not-fhir',
    why?.message ?? 'The CapabilityStatement could not be read.',
    why?.next ?? 'Try again.',
    exchangeId ? { exchangeId } : {},
  );
}

async function declarationsOf({ kit, heavy }: Walk, exchangeId: string): Promise<Reply<Declarations | undefined>> {
  const body = await openBody(kit, exchangeId, 'response');
  return body.ok ? ok(await workOnBody(heavy, body.value, 'readDeclarations')) : body;
}
