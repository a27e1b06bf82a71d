const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

/** Names of the Subscriptions Backport guide for R4 (profiles and extensions). */
export const backportUrls = {
  subscription: `${backport}/backport-subscription`,
  filter: `${backport}/backport-filter-criteria`,
  payloadContent: `${backport}/backport-payload-content`,
  heartbeat: `${backport}/backport-heartbeat-period`,
  timeout: `${backport}/backport-timeout`,
  maxCount: `${backport}/backport-max-count`,
} as const;

/** The header by which the partner proves that a message comes from our Subscription. */
export const secretHeader = 'X-Switchboard-Subscription';
