/** One search parameter a server says it supports. */
export interface SearchParameterAbility {
  name: string;
  /** FHIR search parameter type: token, date, reference ... */
  type: string;
  documentation?: string;
}

/** What a server says it does with one resource type. */
export interface TypeAbility {
  type: string;
  interactions: string[];
  searchParameters: SearchParameterAbility[];
  searchInclude: string[];
  searchRevInclude: string[];
  operations: string[];
  documentation?: string;
}

/** A CapabilityStatement, as the console uses it. */
export interface ServerAbilities {
  software?: string;
  description?: string;
  fhirVersion?: string;
  formats: string[];
  instantiates: string[];
  types: TypeAbility[];
  operations: string[];
  documentation?: string;
}
