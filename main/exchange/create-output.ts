import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/** POST [base]/[type] of what a Task is answered with, so that its output can refer to it. `text` is the resource as JSON. */
export const createOutput = (
  door: Door,
  partner: Partner,
  { resourceType, text }: { resourceType: string; text: string },
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, { approach: 'task', note: 'output', expects: 'resource-or-nothing', ...context }).create({
      resourceType: resourceType as never,
      body: text as never,
      options: { headers: { 'content-type': 'application/fhir+json' } },
    }),
  );
