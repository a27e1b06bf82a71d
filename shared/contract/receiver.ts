import { z } from 'zod';
import { answerWays, pushKinds } from '../domain/push.ts';
import type { AnswerRule } from '../domain/answer-rule.ts';
import { type Reach, receiverProofs, type ReceiverSetup } from '../domain/receiver.ts';
import type { Role } from '../domain/role.ts';
import { read, write } from './define.ts';
import { given } from './given.ts';

/** Which rule a stored push would be answered by now. */
export interface AnswerTrial {
  /** Name of the rule; absent when none fits. */
  rule?: string;
  httpStatus: number | null;
  /** In a sentence. */
  says: string;
}

const port = z.number().int().min(0).max(65535);
const maxBytes = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const when = z.strictObject({
  kind: z.enum(pushKinds).optional(),
  tracking: z.string().min(1).max(200).optional(),
  attachTo: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['claim', 'preauthorization']))
    .optional(),
  from: z.string().min(1).max(200).optional(),
  signed: z.boolean().optional(),
  member: z.string().min(1).max(200).optional(),
  matched: z.boolean().optional(),
});

const action = {
  answer: z.enum(answerWays).default('accept'),
  status: z.number().int().min(200).max(599).optional(),
  text: z.string().trim().max(2_000).optional(),
  delayMs: z.number().int().min(0).max(600_000).optional(),
  drop: z.boolean().optional(),
  retryAfter: z.number().int().min(0).max(86_400).optional(),
};

/** The push listener: how it listens, who can reach it, and how it answers. */
export const commands = {
  'receiver.status': read<Role>()(z.strictObject({})),
  /** Starts listening as it is set up. Port 0 takes any; left out, the port of the settings, or any free one when that is taken. */
  'receiver.start': write<Role>()(
    z.strictObject({
      port: port.optional(),
      maxBytes: maxBytes.optional(),
      requireSignature: z.boolean().optional(),
      /** A policy file (YAML) whose rules answer as long as it runs, in place of the stored ones. */
      policy: given.optional(),
    }),
  ),
  'receiver.stop': write<Role>()(z.strictObject({})),
  /** How it is set up; the usual where nobody chose. */
  'receiver.setup': read<ReceiverSetup>()(z.strictObject({})),
  /**
   * Changes that; what is left out stays. A running receiver goes on as it was until it is started again. Secrets go to the vault.
   * `host` other than loopback without proof or without TLS is taken only with `wider`, which says that the warning was read.
   */
  'receiver.change': write<ReceiverSetup>()(
    z.strictObject({
      host: z.string().trim().min(1).max(253).optional(),
      publicUrl: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .optional(),
      maxBytes: maxBytes.optional(),
      tls: z.enum(['off', 'made', 'given', 'sandbox']).optional(),
      /** Makes another certificate of `made` in place of the one there is; partners who trust that must be told. */
      newCertificate: z.boolean().optional(),
      /** PEM chain and key, of `given`. */
      certificate: given.optional(),
      key: given.optional(),
      /** PEM, of the proof `certificate`. */
      clientCa: given.optional(),
      proof: z.enum(receiverProofs).optional(),
      headerName: z
        .string()
        .regex(/^[\w-]{1,80}$/)
        .optional(),
      /** The secret part of the path, or the header's value. */
      secret: given.optional(),
      /** Makes a secret in place of a given one; the partner is told by `receiver.tell`. */
      newSecret: z.boolean().optional(),
      matching: z.enum(['strict', 'value']).optional(),
      requireSignature: z.boolean().optional(),
      wider: z.boolean().optional(),
    }),
  ),
  /** Writes what a partner must be told (address, secret, certificate) into a file of mode 0600 (capability `write-files`). */
  'receiver.tell': write<{ file: string; bytes: number }>()(z.strictObject({ file: z.string().min(1) })),
  /** Finds out on which addresses partners could reach it, trying each from here. */
  'receiver.reach': read<Reach>()(z.strictObject({ operationId: z.string().max(80).optional() })),
  /** The rules of answering, in their order. */
  'answers.list': read<AnswerRule[]>()(z.strictObject({})),
  /** Keeps a rule, under its id or as a new one. */
  'answers.save': write<AnswerRule>()(
    z.strictObject({
      id: z.string().optional(),
      name: z.string().trim().min(1).max(200),
      order: z.number().int().min(0).max(1_000).optional(),
      on: z.boolean().default(true),
      when: when.default({}),
      ...action,
    }),
  ),
  'answers.remove': write<{ removed: boolean }>()(z.strictObject({ id: z.string() })),
  /** Takes the rules of a policy file (YAML) in place of all there are; nothing changes when it has a mistake. */
  'answers.read': write<AnswerRule[]>()(z.strictObject({ policy: given })),
  /** The rules as a policy file. */
  'answers.write': read<{ yaml: string }>()(z.strictObject({})),
  /** Which rule would answer a push that is stored already. */
  'answers.try': read<AnswerTrial>()(z.strictObject({ pushId: z.string() })),
};
