import { submissionBase } from '../../../shared/cdex/submission-url.ts';
import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Given, OptionSpec } from './arguments.ts';
import type { Session } from './command.ts';
import { namedPartner, partnerOptions } from './partner-options.ts';
import { receivedTask } from './received-task.ts';
import { misused } from './refusal.ts';

/** Options that say where a submission goes, and where what it answers or contains is. */
export const placeOptions: Record<string, OptionSpec> = {
  ...partnerOptions,
  to: { type: 'text' },
  source: { type: 'text' },
  task: { type: 'text' },
};

/** Both ends of a submission. */
export interface Places {
  /** The payer. */
  partner?: PartnerInput;
  to?: string;
  /** The server we work for: where the Task is, and what is submitted. */
  source?: PartnerInput;
}

/** What was typed, read with the base URL in another place. */
const withBase = (given: Given, base: string): Given => ({
  ...given,
  text: (name) => (name === 'base' ? base : name === 'connection' ? undefined : given.text(name)),
});

const withoutConnection = (given: Given): Given => ({
  ...given,
  text: (name) => (name === 'connection' ? undefined : given.text(name)),
});

/**
 * Who is who. --to and --connection name the payer, --base and --source the server we work for. With a Task, whose payer-url says where to,
 * --connection names the server it is on, unless --base or --source does; where nothing else says where to, --base does. Credentials belong
 * to --base where there is one, else to --to.
 */
export function placesOf(given: Given): Places {
  const [to, base, connection, source, task] = ['to', 'base', 'connection', 'source', 'task'].map(given.text);
  if (source !== undefined && base !== undefined)
    misused('Both --source and --base name the server we work for.', 'Give one of the two.');
  const isServer = connection !== undefined && task !== undefined && source === undefined && base === undefined;
  const payer = connection !== undefined && !isServer ? { connection } : undefined;
  const own = source ?? (isServer ? connection : undefined);
  const isTarget = base !== undefined && to === undefined && payer === undefined && task === undefined;
  if (isTarget) return { partner: namedPartner(given) as PartnerInput, to: base };
  const places: Places = { ...(payer ? { partner: payer } : {}), ...(to === undefined ? {} : { to }) };
  if (base !== undefined) return { ...places, source: namedPartner(withoutConnection(given)) as PartnerInput };
  const at = to === undefined || payer ? undefined : submissionBase(to);
  if (at === undefined) namedPartner(withoutConnection(given)); // which refuses credentials nobody is named for
  return {
    ...places,
    ...(at === undefined ? {} : { partner: namedPartner(withBase(given, at)) as PartnerInput }),
    ...(own === undefined ? {} : { source: { connection: own } }),
  };
}

/** The Task of --task as commands name it: the server's id with its server, else ours, or the server's alone where only one server uses it. */
export async function taskOf(session: Session, given: Given, { source }: Places): Promise<string | undefined> {
  const task = given.text('task');
  if (task === undefined || source) return task;
  const named: Given = {
    ...given,
    text: (name) => (name === 'id' ? task : ['base', 'connection'].includes(name) ? undefined : given.text(name)),
  };
  return (await receivedTask(session, { ...named, flag: () => false })).id;
}
