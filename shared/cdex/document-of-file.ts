import { dig, type JsonObject } from '../fhir/json.ts';
import { inputsOf, withCode } from './task-slots.ts';

/** A file a Task is answered with. */
export interface AnswerFile {
  /** Its name, without a path. */
  title: string;
  contentType: string;
  bytes: number;
  base64: string;
  /** ISO instant. */
  at: string;
}

const clinicalNote = {
  coding: [
    { system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category', code: 'clinical-note' },
  ],
};

/**
 * A DocumentReference that carries the bytes of a file (US Core). Its type is what the Task asked for, where that is one thing; `subject` is
 * the Task's patient as a Reference, where that is known.
 */
export function documentOfFile(file: AnswerFile, task: unknown, subject: JsonObject | undefined): JsonObject {
  const { title, contentType, bytes, base64, at } = file;
  const asked = withCode(inputsOf(task), 'data-code', 'attachments-needed');
  const type = asked.length === 1 ? dig(asked[0]?.slot, 'valueCodeableConcept') : undefined;
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    type: type ?? { text: title },
    category: [clinicalNote],
    ...(subject && { subject }),
    date: at,
    description: title,
    content: [{ attachment: { contentType, title, size: bytes, data: base64 } }],
  };
}
