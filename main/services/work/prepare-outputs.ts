import { type DataSubject, objectionTo } from '../../../shared/cdex/check-collected.ts';
import { error, warning } from '../../../shared/cdex/findings.ts';
import { literalPatient } from '../../../shared/cdex/literal-patient.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { formatIdentifier } from '../../../shared/fhir/identifier.ts';
import { dig, type JsonObject, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { parseReference } from '../../../shared/fhir/reference.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Kit } from '../kit.ts';
import { bundleText } from './bundle-text.ts';
import type { Collect, Collection } from './collect.ts';
import { readOutputFile } from './read-file.ts';
import type { CurrentTask } from './received-tasks.ts';
import { subjectOf } from './subject-of.ts';

/** An output as it was wished for; a rule hands over what it collected. */
export type WishedOutput = NonNullable<CommandParsed<'work.answer'>['outputs']>[number] | { collection: Collection };

/** An output that is ready to go: a reference as it is, or a resource whose place is yet to be found. */
export type ReadyOutput =
  | { reference: string; resourceType?: string }
  | {
      resourceType: string;
      /** What it would like to be called inside the Task. */
      wantedId: string;
      /** The resource as JSON, with this id or without one. */
      text(id?: string): string;
      /** Whether it holds resources of its own, which nothing contained may (dom-2). */
      nests: boolean;
    };

/** All outputs, with what speaks against them. */
export interface ReadyOutputs {
  outputs: ReadyOutput[];
  findings: Finding[];
}

const names: Record<string, string> = {
  Bundle: 'results',
  DocumentReference: 'document',
  QuestionnaireResponse: 'response',
};

/** What nothing contained may carry about itself (dom-4, dom-5). */
function withoutId({ id: _id, meta, ...rest }: JsonObject): JsonObject {
  const { versionId: _version, lastUpdated: _at, security: _security, ...kept } = (meta ?? {}) as JsonObject;
  return { ...rest, ...(Object.keys(kept).length > 0 && { meta: kept }) };
}

function readyResource(resource: JsonObject): ReadyOutput {
  const { resourceType = '', ...rest } = withoutId(resource);
  const type = String(resourceType);
  return {
    resourceType: type,
    wantedId:
      names[type] ??
      textOf(resource.id)
        ?.replace(/[^A-Za-z0-9.-]/g, '-')
        .slice(0, 60) ??
      type.toLowerCase(),
    text: (id) => JSON.stringify({ resourceType, ...(id === undefined ? {} : { id }), ...rest }),
    nests: Array.isArray(resource.contained) && resource.contained.length > 0,
  };
}

/** Makes what somebody answers with ready. Nothing is sent to the partner but searches and reads. */
export async function prepareOutputs(
  kit: Kit,
  collect: Collect,
  partner: Partner,
  current: CurrentTask,
  wishes: readonly WishedOutput[],
  signal: AbortSignal,
): Promise<Reply<ReadyOutputs>> {
  const ready: ReadyOutputs = { outputs: [], findings: [] };
  let subject: DataSubject | undefined;

  /** The patient; asked of the server only where the Task does not name them by a reference. */
  async function patient(): Promise<Reply<DataSubject>> {
    const id = literalPatient(current.task, partner.baseUrl);
    const known = formatIdentifier(dig(current.task, 'for', 'identifier'));
    const here = id && { id, baseUrl: partner.baseUrl, identifiers: known ? [known] : [] };
    const found = subject ? ok(subject) : here ? ok(here) : await subjectOf(kit, partner, current.task, signal);
    if (found.ok) subject = found.value;
    return found;
  }

  async function addResource(resource: JsonObject): Promise<Reply<null>> {
    const type = typeOfResource(resource);
    if (!type || !/^[A-Z][A-Za-z]{1,60}$/.test(type))
      return fail('invalid-input', 'An output holds no FHIR resource.', 'Give JSON with a resourceType.');
    const whose = await patient();
    const objection = whose.ok ? objectionTo(resource, whose.value) : undefined;
    const path = `Task.output[${ready.outputs.length}]`;
    if (!whose.ok)
      ready.findings.push(
        warning(
          'foreign-data',
          path,
          `Whose ${type} this is was not compared: ${whose.error.message}`,
          'Look at it yourself.',
        ),
      );
    if (objection?.because === 'another')
      ready.findings.push(
        error(
          'foreign-data',
          path,
          `This ${type} is not the patient’s: ${objection.says}.`,
          'Choose what belongs to the patient of the Task.',
        ),
      );
    ready.outputs.push(readyResource(resource));
    return ok(null);
  }

  async function addQuery(query: string): Promise<Reply<null>> {
    const collection = await collect(partner, current, query, { signal });
    return collection.ok ? addCollection(collection.value) : collection;
  }

  async function addCollection(collection: Collection): Promise<Reply<null>> {
    ready.findings.push(...collection.collected.findings);
    if (!collection.subject) return ok(null); // what speaks against the query is an error among the findings
    const text = await bundleText(kit, collection);
    if (!text.ok) return text;
    ready.outputs.push({ resourceType: 'Bundle', wantedId: names.Bundle as string, text: text.value, nests: false });
    return ok(null);
  }

  async function add(wish: WishedOutput): Promise<Reply<null>> {
    if ('reference' in wish) {
      const { type } = parseReference(wish.reference, partner.baseUrl);
      ready.outputs.push({ reference: wish.reference, ...(type ? { resourceType: type } : {}) });
      return ok(null);
    }
    if ('query' in wish) return addQuery(wish.query);
    if ('collection' in wish) return addCollection(wish.collection);
    if ('resource' in wish) return addResource(wish.resource);
    const whose = await patient();
    const patientReference = whose.ok ? `Patient/${whose.value.id}` : undefined;
    const read = await readOutputFile(kit.ports, wish.file, { task: current.task, patientReference });
    return read.ok ? addResource(read.value) : read;
  }

  for (const wish of wishes) {
    const added = await add(wish);
    if (!added.ok) return added;
  }
  return ok(ready);
}
