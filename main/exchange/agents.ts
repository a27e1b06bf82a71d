import { Agent, Pool } from 'undici';
import { ObservedClient, timedConnector } from '../wire/timing.ts';
import type { Partner } from './partner.ts';

/** Keeps connections open between exchanges: one agent for each way of being let in. */
export interface Agents {
  of(partner: Partner): Agent;
  close(): Promise<void>;
}

/** Connections a partner may have open at once. */
const perPartner = 8;

/** Agents made as they are needed; one process shares them. */
export function createAgents(): Agents {
  const agents = new Map<string, Agent>();
  return {
    of(partner) {
      const key = JSON.stringify([partner.timeoutMs, partner.tls ?? null]);
      const known = agents.get(key);
      if (known) return known;
      const agent = new Agent({
        connect: timedConnector({ timeout: partner.timeoutMs, ...partner.tls }),
        headersTimeout: partner.timeoutMs,
        bodyTimeout: partner.timeoutMs,
        connections: perPartner,
        factory: (origin, options: Pool.Options) =>
          new Pool(origin, { ...options, factory: (one, own) => new ObservedClient(one, own) }),
      });
      agents.set(key, agent);
      return agent;
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
