import type { QueryRequest } from '../../../shared/domain/task-request.ts';

/** What is typed into the composer, as text. */
export interface TaskForm {
  /** Id of the connection to send by; '' takes the one that fits. */
  connection: string;
  member: string;
  patientId: string;
  query: string;
  reason: string;
  claim: string;
  /** Said aloud: no reason and no claim is known (CONF-058 asks for one only when it is known). */
  reasonUnknown: boolean;
  purposes: string[];
  queues: string[];
  due: string;
  signature: boolean;
  requester: string;
  owner: string;
}

export const emptyForm: TaskForm = {
  connection: '',
  member: '',
  patientId: '',
  query: '',
  reason: '',
  claim: '',
  reasonUnknown: false,
  purposes: [],
  queues: [],
  due: '',
  signature: false,
  requester: '',
  owner: '',
};

const given = (text: string): string | undefined => text.trim() || undefined;

/** The request a form stands for; what is empty is left out. */
export function requestOf(form: TaskForm): QueryRequest {
  const { purposes, queues, signature, reasonUnknown } = form;
  const optional = {
    patientId: given(form.patientId),
    member: given(form.member),
    requester: given(form.requester),
    owner: given(form.owner),
    reason: reasonUnknown ? undefined : given(form.reason),
    claim: reasonUnknown ? undefined : given(form.claim),
    due: given(form.due),
    purposeOfUse: purposes.length > 0 ? purposes : undefined,
    workQueue: queues.length > 0 ? queues : undefined,
    signature: signature || undefined,
  };
  const said = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { kind: 'data-request-query', query: form.query.trim(), ...said };
}

/** What the form lacks before it can be checked at all; a sentence, or nothing. */
export function lacking({ member, patientId, query }: TaskForm): string | undefined {
  if (!member.trim() && !patientId.trim()) return 'Choose a member, or type a member id or a patient id.';
  return query.trim() ? undefined : 'Write the search the partner is to run, such as Condition?patient=...';
}

const purposeOf = (patient: string) => patient || 'PATIENT-ID';

/** Searches to begin with, about one patient. */
export const exampleQueries = (patientId: string): { name: string; query: string }[] => {
  const patient = purposeOf(patientId);
  return [
    { name: 'Active conditions', query: `Condition?patient=${patient}&clinical-status=active` },
    {
      name: 'HbA1c since 2024',
      query: `Observation?patient=${patient}&code=http://loinc.org|4548-4&date=ge2024-01-01`,
    },
    { name: 'Medications', query: `MedicationRequest?patient=${patient}&status=active` },
    { name: 'Documents', query: `DocumentReference?patient=${patient}` },
  ];
};

/** A query about another patient: where it names the one before, the new one is put in its place. */
export function withPatient(query: string, before: string, after: string): string {
  const old = before || 'PATIENT-ID';
  if (!after || !query) return query;
  return query.replace(
    /((?:^|[?&])(?:patient|subject)(?:%3APatient|:Patient)?=)((?:Patient\/)?)([^&]+)/g,
    (all, name: string, type: string, id: string) => (id === old ? `${name}${type}${after}` : all),
  );
}
