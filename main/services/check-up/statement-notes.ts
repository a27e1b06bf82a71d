import type { Declarations } from '../../../shared/cdex/read-declarations.ts';
import type { Role } from '../../../shared/domain/connection.ts';
import { taskTopic } from '../../../shared/domain/subscription.ts';
import type { Note } from './step.ts';

const isJson = (format: string): boolean => /^(json|(application|text)\/(fhir\+)?json)\b/.test(format);

/** FHIR version and format, without which nothing of CDex works. */
export function baseNotes({ fhirVersion, formats }: Declarations['abilities']): Note[] {
  return [
    {
      result: fhirVersion === undefined ? 'warn' : /^4\.0(\.|$)/.test(fhirVersion) ? 'ok' : 'fail',
      text: 'FHIR version 4.0',
      value: fhirVersion ?? 'not stated',
    },
    {
      result: formats.some(isJson) ? 'ok' : formats.length === 0 ? 'warn' : 'fail',
      text: 'Format JSON',
      value: formats.join(', ') || 'not stated',
    },
  ];
}

/** What we need of a partner: Tasks and their topic of a provider, where we are the payer; submissions of a payer, where we are the provider. */
export const roleNotes = (declarations: Declarations, role: Role): Note[] =>
  role === 'payer'
    ? [...taskNotes(declarations), topicNote(declarations)]
    : [...submissionNotes(declarations), ...documentedTask(declarations)];

function taskNotes(declarations: Declarations): Note[] {
  const { task } = declarations;
  if (!task)
    return [{ result: 'warn', text: 'Task is not declared; direct query may still work', requirement: 'CONF-078' }];
  const missing = ['create', 'read', 'search-type'].filter((one) => !task.interactions.includes(one));
  return [
    missing.length === 0
      ? { result: 'ok', text: 'Task can be created, read and searched' }
      : { result: 'warn', text: 'Task lacks interactions', value: missing.join(', ') },
    ...documentedTask(declarations),
  ];
}

function documentedTask({ task }: Declarations): Note[] {
  if (!task) return [];
  return [
    task.documentation
      ? { result: 'ok', text: 'Task documentation is there', requirement: 'CONF-078' }
      : { result: 'warn', text: 'Task has no documentation: nobody can tell what it takes', requirement: 'CONF-078' },
  ];
}

function topicNote({ topics }: Declarations): Note {
  const requirement = 'CONF-067';
  if (topics === undefined)
    return { result: 'unchecked', text: 'Subscription is not declared; Tasks are polled', requirement };
  if (topics.includes(taskTopic)) return { result: 'ok', text: 'Subscription names the Task topic', requirement };
  return topics.length === 0
    ? { result: 'warn', text: 'Subscription names no topic; notifications may still work', requirement }
    : {
        result: 'warn',
        text: 'Subscription names other topics than that of Tasks',
        value: topics.join(', '),
        requirement,
      };
}

const sizeLimit = /\b\d[\d.,]*\s*([kmg]i?b|bytes|(kilo|mega|giga)bytes)\b/i;

function submissionNotes({ submitAttachment }: Declarations): Note[] {
  if (!submitAttachment)
    return [
      { result: 'warn', text: '$submit-attachment is not declared; it may still be there', requirement: 'CONF-001' },
    ];
  const { documentation } = submitAttachment;
  if (!documentation)
    return [
      { result: 'ok', text: '$submit-attachment is declared' },
      { result: 'warn', text: '$submit-attachment has no documentation', requirement: 'CONF-001' },
      { result: 'warn', text: 'How large a submission may be is not stated', requirement: 'CONF-022' },
      { result: 'warn', text: 'Whether Final is supported is not stated', requirement: 'CONF-022' },
    ];
  const size = sizeLimit.exec(documentation)?.[0];
  return [
    { result: 'ok', text: '$submit-attachment is declared and documented', requirement: 'CONF-001' },
    size
      ? { result: 'ok', text: 'How large a submission may be is stated', value: size, requirement: 'CONF-022' }
      : { result: 'warn', text: 'How large a submission may be is not stated', requirement: 'CONF-022' },
    /\bfinal\b/i.test(documentation)
      ? { result: 'ok', text: 'Whether Final is supported is stated', requirement: 'CONF-022' }
      : { result: 'warn', text: 'Whether Final is supported is not stated', requirement: 'CONF-022' },
  ];
}
