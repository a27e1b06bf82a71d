import { z } from 'zod';
import type { TaskRequest } from '../domain/task-request.ts';

/** `system|value`; either side may be empty, not both. */
const identifierText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => text !== '|', 'An identifier is written SYSTEM|VALUE.');

const words = z.string().trim().max(2_000);
const url = z.string().trim().min(1).max(2_000);
const date = z.string().trim().min(4).max(40);

const common = {
  patientId: z.string().trim().min(1).max(200).regex(/^\S+$/, 'The id of a patient has no spaces.').optional(),
  member: identifierText.optional(),
  requester: identifierText.optional(),
  owner: identifierText.optional(),
  purposeOfUse: z.array(identifierText).max(5).optional(),
  workQueue: z.array(z.string().trim().min(1)).max(12).optional(),
  signature: z.boolean().optional(),
  due: date.optional(),
  claim: identifierText.optional(),
};

const authorization = z.strictObject({
  resourceType: z.enum(['CommunicationRequest', 'ServiceRequest']),
  code: identifierText.optional(),
  text: words.optional(),
  authoredOn: date.optional(),
  place: z.enum(['contained', 'posted']),
});

const data = {
  ...common,
  identifier: identifierText.optional(),
  reason: words.optional(),
  reasonUnknown: z.boolean().optional(),
  claimAssignedBy: z.enum(['payer', 'provider']).optional(),
  reasonReference: url.optional(),
  reasonType: z.enum(['Claim', 'Coverage']).optional(),
  basedOn: url.optional(),
  authorization: authorization.optional(),
};

const attachment = {
  ...common,
  use: z.enum(['claim', 'preauthorization']),
  attachments: z
    .array(
      z.strictObject({
        what: z.string().trim().min(1).max(500),
        title: words.optional(),
        lineItems: z.array(z.number().int().min(0).max(1_000_000)).max(200).optional(),
      }),
    )
    .min(1)
    .max(100),
  trackingId: identifierText.optional(),
  adminRef: identifierText.optional(),
  serviceDate: date.optional(),
  payerUrl: url.optional(),
  npi: identifierText.optional(),
  organizationNpi: identifierText.optional(),
  name: words.optional(),
  birthDate: date.optional(),
  patientAccount: identifierText.optional(),
  multipleSubmits: z.boolean().optional(),
};

/** A request as a person says it, before the Task is built (digest A.1, A.2). Left out: requester and owner come from the connection or the sandbox. */
export const taskRequestInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('data-request-query'), ...data, query: z.string().trim().min(1).max(16_000) }),
  z.strictObject({
    kind: z.literal('data-request-code'),
    ...data,
    code: identifierText.optional(),
    text: words.optional(),
  }),
  z.strictObject({
    kind: z.literal('data-request-questionnaire'),
    ...data,
    questionnaire: url,
    title: words.optional(),
  }),
  z.strictObject({ kind: z.literal('attachment-request-code'), ...attachment }),
  z.strictObject({ kind: z.literal('attachment-request-questionnaire'), ...attachment }),
]) satisfies z.ZodType<TaskRequest>;

/** What a draft may hold: any part of a request, in whatever state it is. */
export const unfinishedRequest = z.record(z.string(), z.unknown()).refine((value) => typeof value.kind === 'string', {
  error: 'A draft says at least what kind of request it is.',
});
