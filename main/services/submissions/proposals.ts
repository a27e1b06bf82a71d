import { type DataSubject, objectionTo } from '../../../shared/cdex/check-collected.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import type { AskedAttachment, ContentProposal } from '../../../shared/domain/submission.ts';
import { parseIdentifier } from '../../../shared/fhir/identifier.ts';
import { dig, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import { escapeValue } from '../../../shared/fhir/search.ts';
import { summarise } from '../../../shared/fhir/summary.ts';
import type { Partner } from '../../exchange/partner.ts';
import { search } from '../../exchange/search.ts';
import type { Kit } from '../kit.ts';
import { wholeResource } from '../whole-resource.ts';
import { subjectOf } from '../work/subject-of.ts';
import type { AskedTask } from './asked-task.ts';

/** Proposed for one thing, and things that are looked for, at most. */
const most = 20;

/** Forms that were filled in here for a questionnaire: those for this Task first, finished ones before others, newest first. */
function formsFor({ store }: Kit, { questionnaire }: AskedAttachment, recordId: string): ContentProposal[] {
  const wanted = questionnaire?.split('|')[0];
  const rank = ({ taskId, response }: { taskId?: string; response: unknown }) =>
    (taskId === recordId ? 0 : 2) + (textOf(dig(response, 'status')) === 'completed' ? 0 : 1);
  return store.forms
    .list()
    .filter(
      ({ questionnaireUrl, taskId }) => questionnaireUrl.split('|')[0] === wanted && (taskId ?? recordId) === recordId,
    )
    .sort((one, next) => rank(one) - rank(next) || next.updatedAt.localeCompare(one.updatedAt))
    .map(({ id, title, taskId, updatedAt }) => ({
      content: { from: 'form', formId: id },
      title,
      at: updatedAt,
      says: taskId === recordId ? 'It was filled in here for this Task.' : 'It was filled in here.',
    }));
}

/** What a search parameter says of a code; words alone are for a person to compare. */
function typeOf(code: string): string | undefined {
  if (!code.includes('|') && !/^\d{1,7}-\d$/.test(code)) return undefined;
  const parsed = parseIdentifier(code);
  return parsed && `${escapeValue(parsed.system ?? systems.loinc)}|${escapeValue(parsed.value)}`;
}

/** The patient's documents of one kind at the server the Task came to, newest first; none where it cannot be asked. */
async function documentsFor(
  kit: Kit,
  { partner, subject, code }: { partner: Partner; subject: DataSubject; code: string | undefined },
  signal: AbortSignal,
): Promise<ContentProposal[]> {
  const type = code === undefined ? undefined : typeOf(code);
  const of = type ? `&type=${encodeURIComponent(type)}` : '';
  const context = { approach: 'push' as const, note: 'documents that may be submitted', signal };
  const query = `DocumentReference?patient=${encodeURIComponent(subject.id)}${of}`;
  const reply = await search(kit.door, partner, query, false, context);
  if (!reply.ok) return [];
  const bundle = await wholeResource(kit, reply.value);
  return objectsOf(dig(bundle, 'entry'))
    .flatMap(({ resource }): ContentProposal[] => {
      const { resourceType, id, title, date } = summarise(resource);
      if (resourceType !== 'DocumentReference' || !id || objectionTo(resource, subject)) return [];
      const { connectionId } = partner;
      const reference = connectionId ? `DocumentReference/${id}` : `${partner.baseUrl}/DocumentReference/${id}`;
      return [
        {
          content: { from: 'reference', reference, ...(connectionId ? { connection: connectionId } : {}) },
          title: title || reference,
          ...(date ? { at: date } : {}),
          says: type ? 'It is the patient’s and of the kind asked for.' : 'It is the patient’s.',
        },
      ];
    })
    .sort((one, next) => (next.at ?? '').localeCompare(one.at ?? ''))
    .slice(0, most);
}

/** The things a Task asks for, each with what could answer it. Nothing fails: what cannot be found is not proposed. */
export async function proposalsFor(
  kit: Kit,
  { named: { partner }, current, asked }: AskedTask,
  signal: AbortSignal,
): Promise<AskedAttachment[]> {
  const recordId = current.record.id;
  if (asked.questionnaires)
    return asked.slots.map((slot) => ({ ...slot, proposals: formsFor(kit, slot, recordId).slice(0, most) }));
  const subject = await subjectOf(kit, partner, current.task, signal);
  if (!subject.ok) return asked.slots;
  const found = new Map<string | undefined, ContentProposal[]>();
  for (const { code } of asked.slots.slice(0, most)) {
    if (found.has(code)) continue;
    found.set(code, await documentsFor(kit, { partner, subject: subject.value, code }, signal));
  }
  return asked.slots.map((slot) => ({ ...slot, proposals: found.get(slot.code) ?? [] }));
}
