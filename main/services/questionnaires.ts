import { randomUUID } from 'node:crypto';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { PartnerInput } from '../../shared/contract/partner.ts';
import type { FormDraft } from '../../shared/domain/form.ts';
import { dig, textOf, typeOfResource } from '../../shared/fhir/json.ts';
import { checkResponse } from '../../shared/cdex/check-response.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Family, Kit } from './kit.ts';
import { fromConnection, resolvePartner } from './partners.ts';
import { findCodes } from './questionnaires/find-codes.ts';
import { openQuestionnaire, titleOf } from './questionnaires/open-questionnaire.ts';

/** Payers that are asked for a questionnaire nobody said the place of. */
const mostPayers = 5;

/** The family `questionnaires`: fetched, prefilled, kept while they are filled in, checked. */
export function questionnaireHandlers(kit: Kit): Family<'questionnaires'> {
  const { store, operations, ports } = kit;

  /** The partner named, then the payers we know: a questionnaire is the payer's. */
  function servers(named: PartnerInput | undefined): Reply<Partner[]> {
    const partner = named ? resolvePartner(kit, named) : undefined;
    if (partner && !partner.ok) return partner;
    const payers = store.connections.list().filter(({ role }) => role === 'provider');
    const known = payers.slice(0, mostPayers).map((connection) => fromConnection(kit, connection));
    const first = partner ? [partner.value] : [];
    return ok([...first, ...known.filter(({ baseUrl }) => baseUrl !== first[0]?.baseUrl)]);
  }

  return {
    async 'questionnaires.open'({ url, partner, operationId }) {
      const asked = servers(partner);
      if (!asked.ok) return asked;
      return operations.run(operationId, 'Fetch the questionnaire', ({ signal }) =>
        openQuestionnaire(url, { kit, servers: asked.value, signal }),
      );
    },
    async 'questionnaires.findCodes'({ partner: input, valueSet, filter, count, operationId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      return operations.run(operationId, 'Search the value set', ({ signal }) =>
        findCodes({ valueSet, filter, count }, { kit, server: partner.value, signal }),
      );
    },
    async 'questionnaires.prefill'({ partner: input, patientId, questionnaire, operationId }) {
      const refused = wrongType(questionnaire, 'Questionnaire');
      if (refused) return refused;
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      const { prefillResponse } = await import('./questionnaires/prefill-response.ts');
      return operations.run(operationId, 'Read the member’s record', ({ signal }) =>
        prefillResponse(questionnaire, { kit, partner: partner.value, patientId, signal }),
      );
    },
    'questionnaires.check'({ questionnaire, response }) {
      return wrongType(questionnaire, 'Questionnaire') ?? ok(checkResponse(questionnaire, response));
    },
    'questionnaires.saveForm'({ id, taskId, connectionId, questionnaire, response, initial }) {
      const refused = wrongType(questionnaire, 'Questionnaire') ?? wrongType(response, 'QuestionnaireResponse');
      if (refused) return refused;
      const form: FormDraft = {
        id: id ?? randomUUID(),
        ...(taskId ? { taskId } : {}),
        ...(connectionId ? { connectionId } : {}),
        questionnaireUrl: textOf(dig(questionnaire, 'url')) ?? '',
        title: titleOf(questionnaire),
        questionnaire,
        response,
        ...(initial && initial.length > 0 ? { initial } : {}),
        findings: checkResponse(questionnaire, response),
        updatedAt: new Date(ports.clock.now()).toISOString(),
      };
      store.write(() => store.forms.put(form));
      return ok(form);
    },
    'questionnaires.removeForm': ({ id }) =>
      ok(
        store.write(() => {
          const removed = store.forms.get(id) !== undefined;
          store.forms.remove(id);
          return { removed };
        }),
      ),
  };
}

/** What is given must be what it is called, or the failure that says so. */
function wrongType(resource: unknown, type: string) {
  const found = typeOfResource(resource);
  if (found === type) return undefined;
  return fail(
    'invalid-input',
    `${found ?? 'What was given'} is no ${type}.`,
    `Give a resource whose resourceType is ${type}.`,
  );
}
