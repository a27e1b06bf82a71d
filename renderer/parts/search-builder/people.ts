import { useEffect } from 'react';
import { create } from 'zustand';
import type { Connection } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import type { Role } from '../../../shared/domain/role.ts';
import type { SandboxClaim } from '../../../shared/domain/sandbox-parties.ts';
import { useRecord, useRecords } from '../../stores/records.ts';

/** Somebody a query can be about. */
export interface Person {
  patientId: string;
  name: string;
  birthDate: string;
  /** `system|value`. */
  memberId: string;
  /** `system|value` of a claim the payer has about them. */
  claimId?: string;
  /** What was billed and asked to be authorized. */
  claims?: SandboxClaim[];
  storyline: string;
}

const none: readonly Person[] = [];
const usePeople = create<{ since: string; people: readonly Person[] }>()(() => ({ since: '', people: none }));
let reading: Promise<void> | undefined;

/** Since when the sandbox runs that is this partner; empty where the partner is another, or it does not run. */
function runsSince(connection: Connection | undefined, sandbox: Role | undefined): string {
  const isSandbox = connection?.origin === 'sandbox-provider' || connection?.origin === 'sandbox-payer';
  return isSandbox && sandbox?.running ? (sandbox.since ?? 'now') : '';
}

async function readPeople(since: string): Promise<void> {
  const reply = await call('sandbox.members', {});
  if (reply.ok) usePeople.setState({ since, people: reply.value });
  reading = undefined;
}

/** Members the partner is known to hold: the sandbox's own while it runs and is the partner, nobody otherwise. */
export async function knownPeople(connection: Connection | undefined): Promise<readonly Person[]> {
  const since = runsSince(connection, useRecords.getState().role.byId.get('sandbox'));
  if (since === '') return none;
  if (usePeople.getState().since !== since) {
    reading ??= readPeople(since);
    await reading;
  }
  return usePeople.getState().people;
}

/** The same as `knownPeople`, for drawing; nobody until they are read. */
export function useKnownPeople(connection: Connection | undefined): readonly Person[] {
  const sandbox = useRecord('role', 'sandbox');
  const people = usePeople((known) => known.people);
  const since = runsSince(connection, sandbox);
  useEffect(() => {
    if (since !== '') void knownPeople(connection);
  }, [since, connection]);
  return since === '' ? none : people;
}

/** The bare id of a patient reference value: `Patient/1` and `1` both give `1`. */
export const bareId = (text: string): string => text.replace(/^.*Patient\//, '');

const names = new Set(['patient', 'subject', 'beneficiary', 'member', 'individual']);

/** Whether a parameter asks for a patient. */
export const asksForPatient = (type: string, name: string, kind: string | undefined): boolean =>
  (kind === 'reference' && names.has(name)) || (type === 'Patient' && name === '_id');
