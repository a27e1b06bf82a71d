import type { Connection } from '../../../../shared/domain/connection.ts';
import { useKnownPeople } from '../../search-builder/people.ts';
import { useComposing } from '../composer-store.ts';

/** The member's id at the provider, where it was looked up or is known; '' otherwise. */
export function usePatientId(source: Connection | undefined): string {
  const { patientId, memberId } = useComposing((state) => state.form);
  const people = useKnownPeople(source);
  return patientId || (people.find((one) => one.memberId === memberId)?.patientId ?? '');
}

/** The part of a search that says whose it is: by id, else by the member id (SYSTEM|VALUE), else to be filled in. */
export const patientClause = (patientId: string, memberId: string): string =>
  patientId ? `patient=${patientId}` : memberId.trim() ? `patient.identifier=${memberId.trim()}` : 'patient=PATIENT-ID';
