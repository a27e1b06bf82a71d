import type { CapabilityStatement } from '@medplum/fhirtypes';
import type { Clock } from '../ports.ts';
import type { NotificationEntrance } from '../services/notifications.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { Decide } from './decide.ts';
import type { Delivery } from './deliver.ts';
import type { Guard } from './guard.ts';
import type { Declared } from './metadata.ts';
import type { Inflow } from './receive-body.ts';
import type { Limits } from './limits.ts';
import type { Place } from './placement.ts';
import type { ReceiverIdentity } from './open-port.ts';

/** What the receiver is started with. */
export interface ReceiverOptions {
  store: Store;
  clock: Clock;
  heavy: Heavy;
  version: string;
  /** 0 takes any free port. */
  port: number;
  /** IP address to listen on; 127.0.0.1 where absent. */
  host?: string;
  /** Origin partners are told, where it is not that of the address. */
  publicUrl?: string;
  /** How it speaks TLS; plain HTTP where absent. */
  tls?: ReceiverIdentity;
  limits?: Partial<Limits>;
  /** Limit of one decoded body in bytes. */
  maxBytes: number;
  /** What /metadata tells of how it is set up. */
  declared?: Declared;
  /** Where notifications of subscriptions go on to; without it they are stored, as everything else is. */
  notifications?: NotificationEntrance;
  /** Who is let in. */
  guard: Guard;
  /** What a push belongs to. */
  place: Place;
  /** How it is answered. */
  decide: Decide;
  log(line: string): void;
}

/** What handling a request needs besides. */
export interface Reception extends ReceiverOptions {
  queue: CommitQueue;
  delivery: Delivery;
  inflow: Inflow;
  /** Origin of this receiver. */
  base: string;
  describe(): CapabilityStatement;
}
