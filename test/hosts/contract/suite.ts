import { afterAll, beforeAll, describe, test } from 'vitest';
import type { TestPartner } from '../cli-partner.ts';
import { unbuilt } from './built.ts';
import { checkUpCases } from './cases/check-up.ts';
import { answerCases } from './cases/answers.ts';
import { auditCases } from './cases/audit.ts';
import { connectionCases } from './cases/connections.ts';
import { dispatchCases } from './cases/dispatch.ts';
import { exchangeCases } from './cases/exchanges.ts';
import { hostCases } from './cases/host.ts';
import { inboxCases } from './cases/inbox.ts';
import { keyCases } from './cases/keys.ts';
import { queryCases } from './cases/queries.ts';
import { questionnaireCases } from './cases/questionnaires.ts';
import { receiverCases } from './cases/receiver.ts';
import { sandboxAccessCases } from './cases/sandbox-access.ts';
import { sandboxCases } from './cases/sandbox.ts';
import { submissionCases } from './cases/submissions.ts';
import { subscriptionCases } from './cases/subscriptions.ts';
import { taskSendingCases } from './cases/task-sending.ts';
import { taskWatchingCases } from './cases/task-watching.ts';
import { taskCases } from './cases/tasks.ts';
import { tokenCases } from './cases/tokens.ts';
import { vaultCases } from './cases/vault.ts';
import { workCases } from './cases/work.ts';
import type { Host } from './host.ts';
import { startAnsweringPartner } from './partner-answers.ts';

/** One thing the contract promises, tried on one host. Cases share the host and stand on nothing another case left behind. */
export interface Case {
  name: string;
  run(host: Host, partner: TestPartner): Promise<void>;
}

const cases: readonly Case[] = [
  ...hostCases,
  ...connectionCases,
  ...checkUpCases,
  ...queryCases,
  ...exchangeCases,
  ...taskCases,
  ...taskSendingCases,
  ...taskWatchingCases,
  ...subscriptionCases,
  ...questionnaireCases,
  ...receiverCases,
  ...answerCases,
  ...inboxCases,
  ...submissionCases,
  ...keyCases,
  ...tokenCases,
  ...sandboxCases,
  ...sandboxAccessCases,
  ...auditCases,
  ...vaultCases,
  ...workCases,
  ...dispatchCases,
];

/** Runs every case on one built host. The cases are the same for all of them. */
export function testContract(name: Host['name'], open: () => Promise<Host>): void {
  describe.skipIf(unbuilt)(`the contract through ${name}${unbuilt ? ` (${unbuilt})` : ''}`, () => {
    let host: Host;
    let partner: TestPartner;
    beforeAll(async () => {
      [host, partner] = await Promise.all([open(), startAnsweringPartner()]);
    });
    afterAll(async () => {
      await Promise.all([host?.close(), partner?.close()]);
    });
    test.for(cases)('$name', { timeout: 60_000 }, ({ run }) => run(host, partner));
  });
}
