/** Names of the Subscriptions R5 Backport for R4, version 1.1. */
const root = 'http://hl7.org/fhir/uv/subscriptions-backport';
const structure = (name: string): string => `${root}/StructureDefinition/${name}`;

/** Extensions of a Subscription and of the CapabilityStatement, by what they say. */
export const extensions = {
  filter: structure('backport-filter-criteria'),
  content: structure('backport-payload-content'),
  heartbeat: structure('backport-heartbeat-period'),
  timeout: structure('backport-timeout'),
  maxCount: structure('backport-max-count'),
  channelType: structure('backport-channel-type'),
  topicOffered: structure('capabilitystatement-subscriptiontopic-canonical'),
} as const;

/** Profiles of a Subscription, and of what notifications are made of. */
export const backportProfiles = {
  subscription: structure('backport-subscription'),
  notification: structure('backport-subscription-notification-r4'),
  status: structure('backport-subscription-status-r4'),
} as const;

/** What a server that does all of this instantiates, and its operations. */
export const backportServer = `${root}/CapabilityStatement/backport-subscription-server-r4`;
export const backportOperations = {
  status: `${root}/OperationDefinition/backport-subscription-status`,
  events: `${root}/OperationDefinition/backport-subscription-events`,
} as const;
