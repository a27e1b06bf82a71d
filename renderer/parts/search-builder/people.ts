import { useEffect } from 'react';
import { create } from 'zustand';
import type { Connection } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import { useRecord } from '../../stores/records.ts';

/** Somebody a query can be about. */
export interface Person {
  patientId: string;
  name: string;
  birthDate: string;
  /** `system|value`. */
  memberId: string;
  storyline: string;
}

const none: readonly Person[] = [];
const usePeople = create<{ since: string; people: readonly Person[] }>()(() => ({ since: '', people: none }));

/** Members the partner is known to hold: the sandbox's own while it runs and is the partner, nobody otherwise. */
export function useKnownPeople(connection: Connection | undefined): readonly Person[] {
  const sandbox = useRecord('role', 'sandbox');
  const { since, people } = usePeople();
  const isSandbox = connection?.origin === 'sandbox-provider' || connection?.origin === 'sandbox-payer';
  const runs = sandbox?.running ? (sandbox.since ?? 'now') : '';
  useEffect(() => {
    if (!isSandbox || runs === '' || runs === since) return;
    void call('sandbox.members', {}).then((reply) => {
      if (reply.ok) usePeople.setState({ since: runs, people: reply.value });
    });
  }, [isSandbox, runs, since]);
  return isSandbox && runs !== '' ? people : none;
}

/** The bare id of a patient reference value: `Patient/1` and `1` both give `1`. */
export const bareId = (text: string): string => text.replace(/^.*Patient\//, '');

const names = new Set(['patient', 'subject', 'beneficiary', 'member', 'individual']);

/** Whether a parameter asks for a patient. */
export const asksForPatient = (type: string, name: string, kind: string | undefined): boolean =>
  (kind === 'reference' && names.has(name)) || (type === 'Patient' && name === '_id');
