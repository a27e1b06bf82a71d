import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxAnswering } from '../../shared/domain/sandbox-answering.ts';
import type { FaultName } from '../../shared/domain/sandbox-faults.ts';
import { TokenRights } from './auth/rights.ts';
import { SandboxAuth } from './auth/sandbox-auth.ts';
import type { Authority } from './certificates/authority.ts';
import { clientLine } from './certificates/issue.ts';
import { keepAuthority } from './certificates/keep-authority.ts';
import { applyFaults } from './faults.ts';
import { FHIR_PATH, type FhirServer } from './fhir/fhir-server.ts';
import { makePayer, makeProvider, type ServerParts } from './make-servers.ts';
import { PayerFaults } from './payer/spoil-answer.ts';
import type { PushWay } from './submission/post-submission.ts';
import { createReceiverWay, type ReceiverWay } from './submission/receiver-way.ts';
import type { PushLine } from './submission/secure-post.ts';
import { SubscriptionEngine } from './subscriptions/subscription-engine.ts';
import { TaskEngine } from './task-engine.ts';
import { spoilPoll } from './tasks/spoil-polls.ts';
import { createLine, type Line } from './tls/line.ts';

/** How the sandbox behaves now; its actions change it. */
export interface Behaviour {
  faults: FaultName[];
  answering: SandboxAnswering;
}

/** What the parts are made from. */
export interface PartsOptions extends ServerParts {
  behaviour: Behaviour;
  /** How long access tokens live, in seconds. */
  tokenSeconds: number | undefined;
  /** Looks at the requests to the provider first; answers true where it dealt with one. */
  control(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** The parts of a sandbox, put together: neither listening nor filled yet. */
export interface SandboxParts {
  provider: FhirServer;
  payer: FhirServer;
  payerFaults: PayerFaults;
  auth: SandboxAuth;
  line: Line;
  receivers: ReceiverWay;
  /** How the provider's submissions get out. */
  pushWay: PushWay;
  /** The authority, made when it is first asked for. */
  authority(): Promise<Authority>;
  /** What works by itself: on Tasks, and at telling subscribers. */
  engines: {
    start(): Promise<void>;
    stop(): void;
    /** Goes by what the behaviour is now. */
    adjust(): Promise<void>;
  };
}

/** Makes the parts and joins them. */
export async function makeParts({ behaviour, tokenSeconds, control, ...made }: PartsOptions): Promise<SandboxParts> {
  const { clock, folder } = made;
  const faults = () => behaviour.faults;
  const answering = () => behaviour.answering;
  const provider = makeProvider(
    made,
    {
      control,
      intercept: async (request, response) =>
        line.refuse(request, response) ||
        (await auth.provider.serve(request, response)) ||
        (request.url?.startsWith(FHIR_PATH) ? applyFaults(behaviour.faults, request, response) : false),
      guard: async (request, path) => {
        const rights = await auth.provider.guard(request, path);
        spoilPoll(behaviour.faults, request, path);
        return rights;
      },
      security: () => auth.provider.security,
    },
    { settings: answering, faults },
  );
  const payerFaults = new PayerFaults();
  const payer = makePayer(
    made,
    {
      intercept: async (request, response) =>
        line.refuse(request, response) ||
        (await auth.payer.serve(request, response)) ||
        payerFaults.intercept(request, response),
      guard: (request, path) => auth.payer.guard(request, path),
      spoil: (call, done) => payerFaults.spoil(call, done),
      security: () => auth.payer.security,
    },
    { rules: answering, faults },
  );
  let kept: Promise<Authority> | undefined;
  const authority = () => (kept ??= keepAuthority(folder, clock.now()));
  const auth = await SandboxAuth.make({
    clock,
    provider,
    payer,
    authority,
    ...(tokenSeconds === undefined ? {} : { tokenSeconds }),
  });
  const line = createLine([provider, payer], authority, () => clock.now());
  const ownLine = async () => clientLine(await authority(), clock.now());
  let pushLine: Promise<PushLine> | undefined;
  const receivers = createReceiverWay({
    line: () => (pushLine ??= ownLine()),
    token: () => auth.payer.tokenFor('sandbox-provider', 'system/Communication.c'),
  });
  /** The provider pushes to its neighbour, the payer, too. */
  const pushWay = receivers.around({
    line: async () => (line.tls === 'off' ? undefined : ownLine()),
    token: (url) => auth.tokenForSubmission(url),
  });
  const tasks = new TaskEngine({ server: provider, clock, faults, settings: answering, payer, pushWay });
  const subscriptions = new SubscriptionEngine({
    server: provider,
    clock,
    faults,
    line: receivers.line,
    rightsOf: ({ scope, memberId }) => new TokenRights(scope, memberId),
  });
  const engines = {
    async start() {
      await subscriptions.start();
      await tasks.start();
    },
    stop() {
      tasks.stop();
      subscriptions.stop();
    },
    adjust: () => tasks.adjust(),
  };
  return { provider, payer, payerFaults, auth, line, receivers, pushWay, authority, engines };
}
