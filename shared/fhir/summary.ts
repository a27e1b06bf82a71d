import { choice, codeOf, dateOf } from './datatype.ts';
import { dig, isObject, type JsonObject, textOf } from './json.ts';
import { mainCodeOf, titleOf } from './titles.ts';

/** A resource in a few words. */
export interface ResourceSummary {
  /** Empty where the value is no resource. */
  resourceType: string;
  id: string;
  /** What the resource says, in one line; the field's own display words. */
  title: string;
  /** Its main code. */
  code?: string;
  status?: string;
  /** Its main date as written. */
  date?: string;
}

/** One Bundle entry as a table row. */
export interface BundleRow extends ResourceSummary {
  index: number;
  /** match, include, outcome, or '' where the Bundle does not say. */
  mode: string;
  /** Size of the entry's resource. */
  bytes: number;
}

// In this order: when it happened comes before when somebody wrote it down.
const dateMembers = ['birthDate', 'authoredOn', 'date', 'created', 'authored', 'recordedDate', 'recorded', 'issued'];
const happened = ['effective', 'onset', 'performed', 'occurrence', 'serviced', 'started', 'timing'];

function mainDate(resource: JsonObject): string | undefined {
  for (const name of happened) {
    const found = choice(resource, name);
    const date = found && ['Age', 'Range', 'String'].includes(found.type) ? undefined : dateOf(found?.value);
    if (date) return date;
  }
  const period = dateOf(resource.period) ?? dateOf(resource.billablePeriod);
  const written = dateMembers.flatMap((name) => textOf(resource[name]) ?? [])[0];
  return period ?? written ?? textOf(resource.timestamp) ?? textOf(dig(resource, 'meta', 'lastUpdated'));
}

const mainStatus = (resource: JsonObject): string | undefined =>
  textOf(resource.status) ??
  codeOf(resource.clinicalStatus) ??
  textOf(resource.outcome) ??
  (typeof resource.active === 'boolean' ? (resource.active ? 'active' : 'inactive') : undefined);

/** Any resource in a few words, whatever its type; never fails. */
export function summarise(resource: unknown): ResourceSummary {
  if (!isObject(resource)) return { resourceType: '', id: '', title: '' };
  const [code, status, date] = [mainCodeOf(resource), mainStatus(resource), mainDate(resource)];
  return {
    resourceType: textOf(resource.resourceType) ?? '',
    id: textOf(resource.id) ?? '',
    title: titleOf(resource),
    ...(code && { code }),
    ...(status && { status }),
    ...(date && { date }),
  };
}

/** A Bundle entry as a table row. An entry without a resource (a deletion, an id-only notification) shows what it points to. */
export function rowOf(entry: unknown, index: number, bytes: number): BundleRow {
  const resource = dig(entry, 'resource');
  const mode =
    textOf(dig(entry, 'search', 'mode')) ?? (dig(resource, 'resourceType') === 'OperationOutcome' ? 'outcome' : '');
  const summary = summarise(resource);
  if (isObject(resource)) return { index, mode, ...summary, bytes };
  const url = textOf(dig(entry, 'fullUrl')) ?? textOf(dig(entry, 'request', 'url')) ?? '';
  const [, resourceType = '', id = ''] = /([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})$/.exec(url) ?? [];
  const status = textOf(dig(entry, 'response', 'status'));
  return { index, mode, ...summary, resourceType, id, title: url, ...(status && { status }), bytes };
}
