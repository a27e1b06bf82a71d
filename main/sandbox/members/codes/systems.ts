import type { CodeableConcept, Coding, Resource } from '@medplum/fhirtypes';

/** Code systems the members' records use. */
export const SNOMED = 'http://snomed.info/sct';
export const LOINC = 'http://loinc.org';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm';
export const CVX = 'http://hl7.org/fhir/sid/cvx';
export const CPT = 'http://www.ama-assn.org/go/cpt';
export const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
export const UCUM = 'http://unitsofmeasure.org';
export const NUCC = 'http://nucc.org/provider-taxonomy';
export const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
export const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** Identifier systems. NPI is the national one, the others belong to the sandbox's clinic and payer. */
export const NPI = 'http://hl7.org/fhir/sid/us-npi';
export const MRN_SYSTEM = 'https://lakeside.example/mrn';
export const CLINIC_CLAIMS = 'https://lakeside.example/claims';
export const CLINIC_DOCUMENTS = 'https://lakeside.example/documents';
export const MEMBER_SYSTEM = 'https://harbor-mutual.example/member-ids';
export const PAYER_SYSTEM = 'https://harbor-mutual.example/payer-ids';
export const PAYER_CLAIMS = 'https://harbor-mutual.example/claims';
export const PAYER_TRACKING = 'https://harbor-mutual.example/tracking-ids';
export const PAYER_AUTHORIZATIONS = 'https://harbor-mutual.example/prior-authorizations';

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

/** The URI of one of HL7's own small code systems, by its last path segment. */
export function hl7System(name: string): string {
  return `${TERMINOLOGY}/${name}`;
}

/** The meta of a resource shaped by US Core 7.0.0 profiles, given without the common "us-core-" start. */
export function usCore(...names: string[]): NonNullable<Resource['meta']> {
  return { profile: names.map((name) => `${US_CORE}/us-core-${name}|7.0.0`) };
}

/** The URL of a US Core extension, given without the common start. */
export function usCoreExtension(name: string): string {
  return `${US_CORE}/us-core-${name}`;
}

/** One coding. */
export function coding(system: string, code: string, display?: string): Coding {
  return display === undefined ? { system, code } : { system, code, display };
}

/** A concept of one coding, its display repeated as text because that is what people read first. */
export function concept(system: string, code: string, display?: string): CodeableConcept {
  return display === undefined
    ? { coding: [{ system, code }] }
    : { coding: [{ system, code, display }], text: display };
}
