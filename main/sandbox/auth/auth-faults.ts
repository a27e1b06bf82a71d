import { type FaultName, type FaultOf, isFaultOf } from '../../../shared/domain/sandbox-faults.ts';

type AuthFault = FaultOf<'authorization'>;

/** The faults of authorization that are set. */
export class AuthFaults {
  #set: readonly AuthFault[] = [];
  #armed = false;

  /** Sets these and no others; faults of other parts are left to those. */
  set(names: readonly FaultName[]): void {
    this.#set = names.filter((name) => isFaultOf('authorization', name));
    this.#armed = this.has('token-revoked');
  }

  has(name: AuthFault): boolean {
    return this.#set.includes(name);
  }

  /** The first one set of several. */
  first<Name extends AuthFault>(names: readonly Name[]): Name | undefined {
    return this.#set.find((name): name is Name => (names as readonly string[]).includes(name));
  }

  /** Whether `token-revoked` strikes now; it does so once each time it is set. */
  strikeOnce(): boolean {
    const strikes = this.#armed;
    this.#armed = false;
    return strikes;
  }

  /** Throws the refusal of a check that does not hold, or whose fault is set. */
  check(name: AuthFault, holds: boolean, refusal: () => Error): void {
    if (!holds || this.has(name)) throw refusal();
  }
}

/** How far the clock is ahead while `clock-skew` is set, in milliseconds. */
export const SKEW = 600_000;
