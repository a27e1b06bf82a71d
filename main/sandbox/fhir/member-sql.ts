import type { Identifier, Resource } from '@medplum/fhirtypes';
import type { Sql } from './database.ts';
import { IDENTIFIER_MARK } from './index-rows.ts';
import { either } from './sql.ts';

/** The reference parameters by which a resource says whose it is. */
const ownerCodes = "('patient', 'subject', 'beneficiary')";

/** Types that belong to nobody and may be seen by everybody who may see their type. */
const directory = new Set([
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Medication',
  'Questionnaire',
]);

/** Types that belong to whom the DocumentReferences belong that link to them. */
const attached = new Set(['Binary', 'Bundle']);

const never: Sql = { text: 'FALSE', values: [] };

/** Whose record it is. */
export interface Owner {
  /** Logical id of the Patient. */
  memberId: string;
  /** Identifiers that count where a resource names no Patient by reference; none for a sender who could write one into a record. */
  identifiers: readonly Identifier[];
}

/** Rows of resources that say they are this Patient's and no other Patient's. */
function ownedRows({ memberId, identifiers }: Owner): Sql {
  const key = `Patient/${memberId}`;
  const numbers = identifiers.flatMap(({ system, value }) =>
    system && value ? [[IDENTIFIER_MARK, system, value]] : [],
  );
  const byNumber = numbers.map(() => ' OR (o.text = ? AND o.system = ? AND o.value = ?)').join('');
  return {
    text: `SELECT o.rid FROM entry o WHERE o.code IN ${ownerCodes} AND ((o.text = '' AND o.value = ?)${byNumber})
      EXCEPT SELECT o.rid FROM entry o WHERE o.code IN ${ownerCodes} AND o.text = '' AND o.value GLOB 'Patient/*' AND o.value <> ?`,
    values: [key, ...numbers.flat(), key],
  };
}

/** The Binaries and Bundles (`Type/id`) a resource links to as its content, and by that makes those of whoever it belongs to. */
export const linkedDocuments = (resource: Resource, relative: (url: string) => string): string[] =>
  resource.resourceType !== 'DocumentReference'
    ? []
    : (resource.content ?? []).flatMap(({ attachment }) => {
        const key = relative(attachment?.url ?? '');
        return attached.has(key.split('/')[0] ?? '') ? [key] : [];
      });

/** Provenance is the member's when all it speaks of is. */
function provenance(owned: Sql, key: string, rid: string): Sql {
  const targets =
    "SELECT t.rid FROM entry t LEFT JOIN resource x ON x.key = t.value WHERE t.type = 'Provenance' AND t.code = 'target'";
  const theirs = `(x.key = ? OR x.rid IN (${owned.text}))`;
  return {
    text: `(${rid} IN (${targets} AND ${theirs}) AND ${rid} NOT IN (${targets} AND (x.rid IS NULL OR NOT ${theirs})))`,
    values: [key, ...owned.values, key, ...owned.values],
  };
}

/** A document is the member's when a DocumentReference of the member's links to it, and none of anybody else. */
function document(owned: Sql, type: string, base: string, rid: string): Sql {
  const links = `SELECT x.rid FROM entry l JOIN resource x ON x.type = ? AND l.value IN (x.key, ? || x.key)
    WHERE l.type = 'DocumentReference' AND l.code = 'location'`;
  return {
    text: `(${rid} IN (${links} AND l.rid IN (${owned.text})) AND ${rid} NOT IN (${links} AND l.rid NOT IN (${owned.text})))`,
    values: [type, `${base}/`, ...owned.values, type, `${base}/`, ...owned.values],
  };
}

/** What does not say whose it is, and was written down as the member's: Subscriptions of their tokens, Bundles that answer their Tasks. */
const kept = ({ memberId }: Owner, rid: string): Sql => ({
  text: `${rid} IN (SELECT m.rid FROM resource m JOIN owner w ON w.key = m.key WHERE w.member = ?)`,
  values: [memberId],
});

/**
 * The condition that a resource of a type is part of one member's record (CONF-015), where `rid` is the SQL name of its row. Narrower
 * than the Patient compartment: whoever is mentioned as performer, recipient or subscriber does not own the resource, and what names two
 * members is nobody's. The directory can be read but not written, nor can the Patient itself, whose identifiers decide what is found.
 */
export function memberSql(type: string, owner: Owner, base: string, rid: string, isWrite: boolean): Sql {
  const key = `Patient/${owner.memberId}`;
  const owned = ownedRows(owner);
  if (type === 'Patient') {
    return isWrite ? never : { text: `${rid} IN (SELECT m.rid FROM resource m WHERE m.key = ?)`, values: [key] };
  }
  if (directory.has(type)) return isWrite ? never : { text: 'TRUE', values: [] };
  if (type === 'Provenance') return provenance(owned, key, rid);
  if (type === 'Subscription') return kept(owner, rid);
  if (type === 'Bundle') return either([kept(owner, rid), document(owned, type, base, rid)]);
  if (attached.has(type)) return document(owned, type, base, rid);
  return { text: `${rid} IN (${owned.text})`, values: owned.values };
}
