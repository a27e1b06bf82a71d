import { nearest } from '../../../shared/fhir/nearest.ts';
import type { Command } from './command.ts';
import { refuse } from './refusal.ts';

/** Every command by the words that call it. Each is loaded only when it is called: start time is part of the promise. */
const table: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  sandbox: async () => (await import('./commands/sandbox.ts')).sandbox,
  'sandbox reset': async () => (await import('./commands/sandbox.ts')).sandboxReset,
  'sandbox submit': async () => (await import('./commands/sandbox-submit.ts')).sandboxSubmit,
  listen: async () => (await import('./commands/listen.ts')).listen,
  'receiver setup': async () => (await import('./commands/receiver.ts')).receiverSetup,
  'receiver set': async () => (await import('./commands/receiver.ts')).receiverSet,
  'receiver reach': async () => (await import('./commands/receiver.ts')).receiverReach,
  'receiver tell': async () => (await import('./commands/receiver.ts')).receiverTell,
  'inbox list': async () => (await import('./commands/inbox.ts')).inboxList,
  'inbox show': async () => (await import('./commands/inbox.ts')).inboxShow,
  'inbox export': async () => (await import('./commands/inbox-work.ts')).inboxExport,
  'inbox match': async () => (await import('./commands/inbox-work.ts')).inboxMatch,
  'inbox remove': async () => (await import('./commands/inbox-work.ts')).inboxRemove,
  'inbox check': async () => (await import('./commands/inbox-work.ts')).inboxCheck,
  'inbox answer': async () => (await import('./commands/answers.ts')).inboxAnswer,
  'answers list': async () => (await import('./commands/answers.ts')).answersList,
  'answers read': async () => (await import('./commands/answers.ts')).answersRead,
  'answers write': async () => (await import('./commands/answers.ts')).answersWrite,
  'answers save': async () => (await import('./commands/answers.ts')).answersSave,
  'answers remove': async () => (await import('./commands/answers.ts')).answersRemove,
  'answers try': async () => (await import('./commands/answers.ts')).answersTry,
  submit: async () => (await import('./commands/submit.ts')).submit,
  'submissions list': async () => (await import('./commands/submissions.ts')).submissionsList,
  'submissions show': async () => (await import('./commands/submissions.ts')).submissionsShow,
  'submissions send': async () => (await import('./commands/submit.ts')).submissionsSend,
  'submissions remove': async () => (await import('./commands/submissions.ts')).submissionsRemove,
  query: async () => (await import('./commands/query.ts')).query,
  'exchanges list': async () => (await import('./commands/exchanges.ts')).exchangesList,
  'exchanges show': async () => (await import('./commands/exchanges.ts')).exchangesShow,
  'exchanges conversation': async () => (await import('./commands/exchanges-conversation.ts')).exchangesConversation,
  'exchanges delete': async () => (await import('./commands/exchanges.ts')).exchangesDelete,
  'connections list': async () => (await import('./commands/connections.ts')).connectionsList,
  'connections show': async () => (await import('./commands/connections.ts')).connectionsShow,
  'connections add': async () => (await import('./commands/connections.ts')).connectionsAdd,
  'connections update': async () => (await import('./commands/connections.ts')).connectionsUpdate,
  'connections tls': async () => (await import('./commands/tls.ts')).connectionsTls,
  'connections test': async () => (await import('./commands/check-up.ts')).connectionsTest,
  'connections discover': async () => (await import('./commands/discover.ts')).connectionsDiscover,
  'connections register': async () => (await import('./commands/register.ts')).connectionsRegister,
  'connections remove': async () => (await import('./commands/connections.ts')).connectionsRemove,
  'task request': async () => (await import('./commands/task-request.ts')).taskRequest,
  schedule: async () => (await import('./commands/schedule.ts')).schedule,
  approach: async () => (await import('./commands/approach.ts')).approach,
  rules: async () => (await import('./commands/rules.ts')).rules,
  'task watch': async () => (await import('./commands/task-watch.ts')).taskWatch,
  'task fetch': async () => (await import('./commands/task-fetch.ts')).taskFetch,
  'task cancel': async () => (await import('./commands/task-cancel.ts')).taskCancel,
  'task forget': async () => (await import('./commands/task-cancel.ts')).taskForget,
  'task drafts': async () => (await import('./commands/task-drafts.ts')).taskDrafts,
  'patient find': async () => (await import('./commands/patient-find.ts')).patientFind,
  subscribe: async () => (await import('./commands/subscribe.ts')).subscribe,
  'subscriptions list': async () => (await import('./commands/subscriptions.ts')).subscriptionsList,
  'subscriptions status': async () => (await import('./commands/subscriptions.ts')).subscriptionsStatus,
  'subscriptions renew': async () => (await import('./commands/subscriptions.ts')).subscriptionsRenew,
  'subscriptions remove': async () => (await import('./commands/subscriptions.ts')).subscriptionsRemove,
  'task list': async () => (await import('./commands/task-list.ts')).taskList,
  'task show': async () => (await import('./commands/task-list.ts')).taskShow,
  'task poll': async () => (await import('./commands/task-history.ts')).taskPoll,
  'task history': async () => (await import('./commands/task-history.ts')).taskHistory,
  'task diff': async () => (await import('./commands/task-history.ts')).taskDiff,
  'task answer': async () => (await import('./commands/task-answer.ts')).taskAnswer,
  'task collect': async () => (await import('./commands/task-answer.ts')).taskCollect,
  'task queue': async () => (await import('./commands/task-queue.ts')).taskQueue,
  'task rules': async () => (await import('./commands/task-rules.ts')).taskRules,
  'questionnaire open': async () => (await import('./commands/questionnaire.ts')).questionnaireOpen,
  'questionnaire prefill': async () => (await import('./commands/questionnaire.ts')).questionnairePrefill,
  'questionnaire check': async () => (await import('./commands/questionnaire.ts')).questionnaireCheck,
  'vault status': async () => (await import('./commands/vault.ts')).vaultStatus,
  'vault create': async () => (await import('./commands/vault.ts')).vaultCreate,
  'vault check': async () => (await import('./commands/vault.ts')).vaultCheck,
  'vault passphrase': async () => (await import('./commands/vault.ts')).vaultPassphrase,
  'vault wrap': async () => (await import('./commands/vault.ts')).vaultWrap,
  'vault unwrap': async () => (await import('./commands/vault.ts')).vaultUnwrap,
  'vault lock': async () => (await import('./commands/vault.ts')).vaultLock,
  'keys generate': async () => (await import('./commands/keys.ts')).keysGenerate,
  'keys import': async () => (await import('./commands/keys.ts')).keysImport,
  'keys list': async () => (await import('./commands/keys.ts')).keysList,
  'keys jwks': async () => (await import('./commands/keys.ts')).keysJwks,
  'keys rotate': async () => (await import('./commands/keys.ts')).keysRotate,
  'keys remove': async () => (await import('./commands/keys.ts')).keysRemove,
  'audit list': async () => (await import('./commands/audit.ts')).auditList,
  'audit export': async () => (await import('./commands/audit.ts')).auditExport,
  'audit verify': async () => (await import('./commands/audit.ts')).auditVerify,
  token: async () => (await import('./commands/token.ts')).token,
  'token sign-in': async () => (await import('./commands/token.ts')).tokenSignIn,
  'token sign-out': async () => (await import('./commands/token.ts')).tokenSignOut,
  call: async () => (await import('./commands/call.ts')).call,
};

/** The words of every command. */
export const commandWords = Object.keys(table);

/** A command that was found, and the arguments after its words. */
export interface FoundCommand {
  name: string;
  rest: string[];
  load(): Promise<Command>;
}

/** Finds the command the first words name; the longer name wins. Throws `Refusal` (unknown-command). */
export function findCommand(args: string[]): FoundCommand {
  for (const count of [2, 1]) {
    const name = args.slice(0, count).join(' ');
    const load = Object.hasOwn(table, name) ? table[name] : undefined;
    if (load) return { name, rest: args.slice(count), load };
  }
  return unknown(args);
}

function unknown(args: string[]): never {
  const [first = '', second = ''] = args;
  if (first === '' || first.startsWith('-'))
    return refuse('unknown-command', 'No command is named.', 'Name the command first; read switchboard --help.');
  const family = commandWords
    .filter((name) => name.startsWith(`${first} `))
    .map((name) => name.slice(first.length + 1));
  if (family.length > 0) {
    const like = nearest(second, family);
    const what = second && !second.startsWith('-') ? `no command ${first} ${second}` : `more than one ${first} command`;
    return refuse(
      'unknown-command',
      `There is ${what}.`,
      like
        ? `Perhaps you mean ${first} ${like}.`
        : `Use one of: ${family.map((each) => `${first} ${each}`).join(', ')}.`,
    );
  }
  const families = [...new Set(commandWords.map((name) => name.split(' ')[0] ?? ''))];
  const like = nearest(first, families);
  return refuse(
    'unknown-command',
    `There is no command ${first}.`,
    like ? `Perhaps you mean ${like}.` : 'Read switchboard --help.',
  );
}
