import type { Finding } from '../domain/finding.ts';
import { formatIdentifier } from '../fhir/identifier.ts';
import { dig, textOf } from '../fhir/json.ts';
import { patientParametersOf } from '../fhir/patient-parameters.ts';
import { isUnderBase, parseReference } from '../fhir/reference.ts';
import { parameterType } from '../fhir/search-rules.ts';
import { error, warning } from './findings.ts';
import { inputsOf, withCode } from './task-slots.ts';

/** The Task's own patient as the server knows it. Left out: what the Task says of it. */
export interface QueryPatient {
  /** Patient id at the server. */
  id?: string | undefined;
  /** The patient's identifiers there, `SYSTEM|VALUE`. */
  identifiers?: readonly string[] | undefined;
  /** The server, so that absolute references to it are known. */
  baseUrl?: string | undefined;
}

/** A query that can only answer about the Task's patient, ready to be run, or what speaks against it. Warnings do not. */
export interface CheckedTaskQuery {
  /** `Type?parameters`; absent where a finding is an error. */
  search?: string;
  findings: Finding[];
}

/** Parameters that shape the answer without widening it, and parameters of every type that only narrow it. */
const shaping = ['_count', '_sort', '_elements', '_summary', '_total'];
const narrowing = ['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source'];

/** The one way to bring more along that the guide asks for. */
const provenance = 'Provenance:target';

/** No query a person means is longer. */
const longest = 16_000;

const path = 'Task.input.valueString';
const refused = (message: string, next: string): Finding => error('query-safety', path, message, next);
const rewrite = 'Ask the requester to write it as Type?patient=ID and further parameters.';

interface Pair {
  name: string;
  modifier: string | undefined;
  value: string;
}

/** Undoes percent-encoding once; undefined where it is malformed, encoded twice, or hides control characters. */
function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return /%[0-9a-f]{2}|\p{Cc}|\p{Cf}/iu.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** One parameter, or why it cannot be read. Names are never encoded by anybody who means well. */
function readPair(part: string): Pair | Finding {
  const equals = part.indexOf('=');
  const label = equals < 0 ? part : part.slice(0, equals);
  const shown = JSON.stringify(label.slice(0, 80));
  if (equals < 1) return refused(`The parameter ${shown} has no name or no value.`, rewrite);
  const [, name, modifier] = /^([A-Za-z_][\w.-]*)(?::([A-Za-z-]+(?:\.[A-Za-z-]+)?))?$/.exec(label) ?? [];
  if (name === undefined && !label.startsWith('_has:'))
    return refused(`The parameter name ${shown} is not written plainly.`, 'Names are written without encoding.');
  const value = decode(part.slice(equals + 1));
  if (value === undefined)
    return refused(`The value of ${shown} is encoded in a way that hides something.`, 'Encode values once.');
  return { name: name ?? '_has', modifier, value };
}

const isFinding = (one: Pair | Finding): one is Finding => 'rule' in one;
const isPair = (one: Pair | Finding): one is Pair => !isFinding(one);

/** A list of values, or one that escapes a comma: its last part may be the patient, and the ones before somebody else (FHIR R4, search). */
const meansSeveral = /[,\\]/;

/** How the Task's patient may be named: its id, references to it, its identifiers. */
function namesOf(task: unknown, known: QueryPatient | undefined) {
  const reference = textOf(dig(task, 'for', 'reference'));
  const parsed = reference === undefined ? undefined : parseReference(reference);
  const isPatient = parsed?.type === 'Patient' && parsed.versionId === undefined;
  const id = known?.id ?? (isPatient ? parsed.id : undefined);
  const own = formatIdentifier(dig(task, 'for', 'identifier'));
  // Of a Task that names somebody by reference and somebody by identifier nobody knows yet that they are the same.
  const identifiers = known?.identifiers ?? (id === undefined && own?.includes('|') ? [own] : []);
  const absolute = isPatient && parsed.id === id && parsed.kind !== 'relative' ? reference : undefined;
  const isOwn = (value: string): boolean => {
    if (id === undefined || meansSeveral.test(value)) return false;
    if (value === id || value === `Patient/${id}` || value === absolute) return true;
    const { type, id: other, versionId } = parseReference(value);
    const here = known?.baseUrl !== undefined && isUnderBase(value, known.baseUrl);
    return here && type === 'Patient' && other === id && versionId === undefined;
  };
  const hasIdentifier = (value: string) =>
    value.includes('|') && !meansSeveral.test(value) && identifiers.includes(value);
  return { isOwn, hasIdentifier };
}

type Names = ReturnType<typeof namesOf>;

/** Whether a parameter says "this patient" (true), some other (false), or nothing of the kind (undefined). */
function namesPatient(type: string, { name, modifier, value }: Pair, names: Names): boolean | undefined {
  const limiting = patientParametersOf(type);
  const [root = '', chain] = name.split(/\.(.*)/s);
  if (!limiting.includes(root)) return undefined;
  if (type === 'Patient') {
    if (chain !== undefined || modifier !== undefined) return false;
    return root === '_id' ? value !== '' && names.isOwn(value) && !value.includes('/') : names.hasIdentifier(value);
  }
  const how = (modifier === undefined ? name : `${name}:${modifier}`).slice(root.length);
  if (how === '' || how === ':Patient') return names.isOwn(value);
  return [':identifier', '.identifier', ':Patient.identifier'].includes(how) && names.hasIdentifier(value);
}

/** What speaks against one parameter; undefined when nothing does. */
function objection(type: string, pair: Pair): Finding | undefined {
  const { name, modifier, value } = pair;
  const label = modifier === undefined ? name : `${name}:${modifier}`;
  const drop = `Leave ${label} out.`;
  const root = name.split('.')[0] ?? '';
  if (name === '_revinclude' && modifier === undefined && value === provenance) return undefined;
  if (/^_(rev)?include$/i.test(root)) return refused(`${label}=${value} would bring along other records.`, drop);
  if (name === '_has') return refused('_has looks into other records.', drop);
  if (name.startsWith('_'))
    return [...shaping, ...narrowing].includes(name) && modifier === undefined
      ? undefined
      : refused(`${label} is not allowed in the query of a Task.`, drop);
  const limiting = patientParametersOf(type);
  if (limiting.includes(root)) return undefined;
  if (name.includes('.') || modifier?.includes('.')) return refused(`${label} looks into other records.`, drop);
  const like = ['patient', 'subject', 'beneficiary'].find((one) => one === name.toLowerCase());
  if (like) return refused(`${label} does not limit a search for ${type} to a patient, or is not so written.`, drop);
  if (type !== 'Patient' && parameterType(type, name) === undefined)
    return warning('search-parameter', path, `${label} is not a parameter we know.`, 'See that your server knows it.');
  return undefined;
}

/** What is wrong with the form, before any parameter is looked at. */
function checkForm(text: string): Finding | undefined {
  if (text === '') return refused('The Task holds no query.', rewrite);
  if (text.length > longest) return refused(`The query is longer than ${longest} characters.`, rewrite);
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(text)) return refused('The query is a whole URL.', rewrite);
  if (/[#;\\\s\p{Cc}\p{Cf}]/u.test(text))
    return refused('The query holds a character that no query needs (#, ;, \\, a space or an invisible one).', rewrite);
  if (text.indexOf('?') < 0) return refused('The query has no question mark, so it is no search.', rewrite);
  if (text.indexOf('?') !== text.lastIndexOf('?'))
    return refused('The query has more than one question mark.', rewrite);
  return undefined;
}

function checkParameters(type: string, pairs: Pair[], names: Names): Finding[] {
  const named = pairs.map((pair) => namesPatient(type, pair, names)).filter((one) => one !== undefined);
  const found = pairs.flatMap((pair) => objection(type, pair) ?? []);
  const limiting = patientParametersOf(type).join(' or ');
  if (named.includes(false)) {
    found.push(
      refused('The query names another patient than the Task, or names it so that others may match.', rewrite),
    );
  } else if (named.length === 0) {
    found.push(refused(`The query is not limited to the Task's patient by ${limiting}.`, rewrite));
  } else if (named.length > 1) found.push(refused('The query names the patient more than once.', rewrite));
  return found;
}

/**
 * Whether the query of a Task stays with the Task's own patient: one type, the patient named exactly once and alone, nothing brought
 * along but Provenance, nothing hidden by encoding. `query` takes the place of the Task's own (a person may have narrowed it). Where the Task
 * names its patient by an identifier only, give the patient as the server knows it. It reads the text only: what comes back is to be held
 * against the patient again. Source: CDex, the source decides what it gives out; FHIR R4 search.
 */
export function checkTaskQuery(task: unknown, query?: string, patient?: QueryPatient): CheckedTaskQuery {
  const written = query ?? textOf(withCode(inputsOf(task), 'data-query')[0]?.slot.valueString) ?? '';
  // A slash before the type is how some write a path under the base.
  const text = written.trim().replace(/^\/(?!\/)/, '');
  const form = checkForm(text);
  if (form) return { findings: [form] };
  const [type = '', search = ''] = text.split('?');
  if (!/^[A-Z][A-Za-z]+$/.test(type))
    return { findings: [refused(`${JSON.stringify(type)} is not a single resource type.`, rewrite)] };
  if (patientParametersOf(type).length === 0)
    return { findings: [refused(`A search for ${type} cannot be limited to a patient.`, rewrite)] };
  const read = search
    .split('&')
    .filter((part) => part !== '')
    .map(readPair);
  const broken = read.filter(isFinding);
  if (broken.length > 0) return { findings: broken.slice(0, 20) };
  const pairs = read.filter(isPair);
  const findings = checkParameters(type, pairs, namesOf(task, patient)).slice(0, 50);
  return findings.some(({ severity }) => severity === 'error') ? { findings } : { search: text, findings };
}
