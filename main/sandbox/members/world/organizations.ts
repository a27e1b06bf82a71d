import type { Location, Organization, Reference } from '@medplum/fhirtypes';
import { concept, hl7System, NPI, PAYER_SYSTEM, usCore } from '../codes/systems.ts';
import { completeNpi } from '../npi.ts';

/** The payer's own identifier, as claims and submissions name it. */
export const PAYER_IDENTIFIER = { system: PAYER_SYSTEM, value: 'HARBOR-01' };

/** Where the clinic and its patients are; the town exists nowhere. */
export const TOWN = { city: 'Tres Lagos', state: 'AZ', postalCode: '85999', country: 'US' };

const PROVIDER = concept(hl7System('organization-type'), 'prov', 'Healthcare Provider');
const PAYER = concept(hl7System('organization-type'), 'pay', 'Payer');

function provider(id: string, name: string, nine: string, line: string, phone: string): Organization {
  return {
    resourceType: 'Organization',
    id,
    meta: usCore('organization'),
    identifier: [{ system: NPI, value: completeNpi(nine) }],
    active: true,
    type: [PROVIDER],
    name,
    telecom: [{ system: 'phone', value: phone, use: 'work' }],
    address: [{ line: [line], ...TOWN }],
  };
}

/** The clinic that keeps the members' records. */
export const CLINIC = provider('lakeside-clinic', 'Lakeside Clinic', '994100101', '12 Causeway Street', '928-555-0100');

/** The hospital the clinic sends its patients to. */
export const HOSPITAL = provider(
  'lakeside-hospital',
  'Lakeside General Hospital',
  '994100102',
  '40 Causeway Street',
  '928-555-0140',
);

/** A supplier of equipment for use at home. */
export const SUPPLIER = provider(
  'cedar-supply',
  'Cedar Home Medical Supply',
  '994100103',
  '7 Mill Road',
  '928-555-0170',
);

/** The payer that insures every member of the sandbox. */
export const INSURER: Organization = {
  resourceType: 'Organization',
  id: 'harbor-mutual',
  meta: usCore('organization'),
  identifier: [PAYER_IDENTIFIER, { system: NPI, value: completeNpi('994100104') }],
  active: true,
  type: [PAYER],
  name: 'Harbor Mutual',
  telecom: [{ system: 'phone', value: '602-555-0110', use: 'work' }],
  address: [{ line: ['900 Wharf Avenue'], city: 'Puerto Seco', state: 'AZ', postalCode: '85998', country: 'US' }],
};

/** A reference to an organization of this file, with its name. */
export function toOrganization(organization: Organization): Reference<Organization> {
  return { reference: `Organization/${organization.id}`, display: organization.name };
}

function place(organization: Organization, id: string, name: string, type: string, display: string): Location {
  return {
    resourceType: 'Location',
    id,
    meta: usCore('location'),
    status: 'active',
    name,
    type: [concept(hl7System('v3-RoleCode'), type, display)],
    telecom: organization.telecom,
    address: organization.address?.[0],
    managingOrganization: toOrganization(organization),
  };
}

/** Where visits happen. */
export const CLINIC_PLACE = place(
  CLINIC,
  'clinic-rooms',
  'Lakeside Clinic, examination rooms',
  'OF',
  'Outpatient facility',
);

/** Where stays happen. */
export const HOSPITAL_PLACE = place(HOSPITAL, 'hospital-wards', 'Lakeside General Hospital, wards', 'HOSP', 'Hospital');
