import type { CommandName, CommandOutput, CommandParsed } from '../../shared/contract/commands.ts';
import type { Reply } from '../../shared/contract/errors.ts';
import type { Progress } from '../../shared/contract/events.ts';
import type { AnswerRule } from '../../shared/domain/answer-rule.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Reach, ReceiverIntroduction } from '../../shared/domain/receiver.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { SampleName } from '../../shared/domain/sandbox-samples.ts';
import type { AnsweringChange } from '../../shared/domain/sandbox-answering.ts';
import type { CertificateKind, ReadSandboxToken } from '../../shared/domain/sandbox-access.ts';
import type { Admit } from '../exchange/admission.ts';
import type { Vault } from '../credentials/vault.ts';
import type { Door } from '../exchange/door.ts';
import type { Tokens } from '../exchange/token/tokens.ts';
import type { Ports } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { Operations } from './operations.ts';

/** What every service may use; made once by the composition root. */
export interface Kit {
  ports: Ports;
  store: Store;
  /** Where secrets lie. */
  vault: Vault;
  door: Door;
  operations: Operations;
  /** What lets exchanges of a stored connection in, asked just before each. */
  admit(connectionId: string): Admit;
  /** The tokens of stored connections. */
  tokens: Tokens;
  /** Tells whoever listens how far something is; may be missed. */
  announce(progress: Progress): void;
  /** The parts that stay; started and stopped through these handles alone. */
  receiver: ReceiverHandle;
  sandbox: SandboxHandle;
  scheduler: { wake(): void };
}

/** The push listener, as services see it. */
export interface ReceiverHandle {
  /** `rules` answer as long as it runs, in place of the stored ones. */
  start(options: {
    port?: number;
    maxBytes?: number;
    requireSignature?: boolean;
    rules?: readonly AnswerRule[];
  }): Promise<Reply<Role>>;
  stop(): Promise<void>;
  /** Makes a self-signed certificate for these addresses and names. */
  makeCertificate(names: readonly string[]): Promise<{ certificate: string; key: string }>;
  /** Tries the addresses partners could reach it on, whichever process runs it. */
  reach(signal: AbortSignal): Promise<Reach>;
}

/** The embedded partners, as services see them. */
export interface SandboxHandle {
  start(options: SandboxStart): Promise<Reply<Role>>;
  /** Sets these faults and no others, whichever process runs it. */
  setFaults(faults: string[]): Promise<Reply<Role>>;
  /** Changes how its doors are locked, whichever process runs it; what is left out stays. */
  setLocks(locks: LocksChange): Promise<Reply<Role>>;
  /** Changes how its provider answers Tasks, whichever process runs it. */
  setAnswering(change: AnsweringChange): Promise<Reply<Role>>;
  /** Makes the client of a connection known to its authorization servers. */
  admit(connection: Connection): Promise<Reply<CommandOutput<'sandbox.admit'>>>;
  /** The clients they know. */
  clients(): Promise<Reply<CommandOutput<'sandbox.clients'>>>;
  /** Gives a connection a certificate of its authority. */
  certify(connection: Connection, kind: CertificateKind): Promise<Reply<Connection>>;
  /** Writes certificates with their keys into a folder. */
  saveCertificates(folder: string): Promise<Reply<CommandOutput<'sandbox.saveCertificates'>>>;
  stop(): Promise<void>;
  reset(): Promise<Reply<{ reset: true }>>;
  /** Reads an access token of its payer's authorization server, whichever process runs it. */
  readToken(token: string): Promise<Reply<ReadSandboxToken>>;
  /** Tells it how our receiver is reached and opened; `undefined` that there is none. */
  meetReceiver(receiver: ReceiverIntroduction | undefined): Promise<Reply<void>>;
  members(): Promise<Reply<CommandOutput<'sandbox.members'>>>;
  submit(request: {
    to: string;
    patientId?: string;
    trackingId?: string;
    sample?: SampleName;
  }): Promise<Reply<CommandOutput<'sandbox.submit'>>>;
}

/** The same with the clients' keys read: a JWKS as text. */
type WithKeys<T> = Omit<T, 'clientJwks'> & { clientJwks?: string };

/** How to start the sandbox, parsed and read. */
export type SandboxStart = WithKeys<CommandParsed<'sandbox.start'>>;

/** What is to change about its locks, parsed and read. */
export type LocksChange = WithKeys<CommandParsed<'sandbox.locks'>>;

/** A handler for each command of a family: parsed input in, a reply out. */
export type Handlers<K extends CommandName = CommandName> = {
  [N in K]: (input: CommandParsed<N>) => Reply<CommandOutput<N>> | Promise<Reply<CommandOutput<N>>>;
};

/** The commands whose name starts with `F.`. */
export type Family<F extends string> = Handlers<Extract<CommandName, `${F}.${string}`>>;
