import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceOperation,
  CapabilityStatementRestResourceSearchParam,
  CapabilityStatementRestSecurity,
} from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';
import { parameterExpectation, typeExtensions } from './expectations.ts';

/** What one role declares beyond the REST interactions that both servers share. */
export interface Declaration {
  /** `Sandbox provider` or `Sandbox payer`. */
  title: string;
  /** The CDex CapabilityStatement this server follows. */
  instantiates: string[];
  /** Which approaches it takes part in, in sentences (CONF-001). */
  documentation: string;
  /** Operations of the whole server. */
  operation: CapabilityStatementRestResourceOperation[];
  /** Additions to single types: profiles, documentation, operations. */
  resource: Record<string, Partial<CapabilityStatementRestResource>>;
}

const interactions = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
] as const;

function searchParams(definitions: Definitions, type: string): CapabilityStatementRestResourceSearchParam[] {
  return [...definitions.searchParameters(type).values()].map(({ code, type: kind, url, documentation }) => ({
    name: code,
    definition: url,
    type: kind,
    ...(documentation ? { documentation } : {}),
    ...parameterExpectation(type, code),
  }));
}

function references(definitions: Definitions, type: string): string[] {
  return [...definitions.searchParameters(type).values()]
    .filter((definition) => definition.type === 'reference')
    .map(({ code }) => `${type}:${code}`);
}

function describe(definitions: Definitions, types: readonly string[], type: string): CapabilityStatementRestResource {
  const revincludes = types.flatMap((other) =>
    [...definitions.searchParameters(other).values()]
      .filter((definition) => definition.type === 'reference' && definition.target?.includes(type))
      .map(({ code }) => `${other}:${code}`),
  );
  return {
    ...typeExtensions(type, (name) => definitions.searchParameters(type).has(name)),
    type: type as CapabilityStatementRestResource['type'],
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'logical'],
    searchInclude: references(definitions, type),
    searchRevInclude: revincludes,
    searchParam: searchParams(definitions, type),
  };
}

/** What stands in the statement beside the declaration. */
export interface StatementFacts {
  base: string;
  /** When this server started, in milliseconds. */
  since: number;
  security: CapabilityStatementRestSecurity;
}

/** The answer to GET /metadata. */
export function capabilityStatement(
  definitions: Definitions,
  types: readonly string[],
  declaration: Declaration,
  { base, since, security }: StatementFacts,
): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date(since).toISOString(),
    publisher: 'Switchboard',
    name: declaration.title.replace(/\s/g, ''),
    title: declaration.title,
    kind: 'instance',
    instantiates: declaration.instantiates,
    software: { name: 'Switchboard sandbox' },
    implementation: { description: `${declaration.title} with synthetic data`, url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json'],
    rest: [
      {
        mode: 'server',
        documentation: declaration.documentation,
        security,
        resource: types.map((type) => ({ ...describe(definitions, types, type), ...declaration.resource[type] })),
        interaction: [
          { code: 'transaction' },
          { code: 'batch' },
          { code: 'history-system' },
          { code: 'search-system' },
        ],
        operation: declaration.operation,
      },
    ],
  };
}
