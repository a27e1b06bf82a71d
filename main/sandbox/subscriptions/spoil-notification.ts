import type { Bundle, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import type { Said } from './notification.ts';

/** Notifications for one event under `notify-flood`. */
const FLOOD = 50;

/** What is said under the faults that change its content. */
export function spoilSaid(faults: readonly FaultName[], said: Said): Said {
  const isEvent = said.type === 'event-notification';
  if (faults.includes('notify-full') && isEvent && said.content === 'id-only')
    return { ...said, content: 'full-resource' };
  if (!faults.includes('notify-lying-numbers') || !isEvent) return said;
  // Every second event claims to be ten further than it is, and the total knows of one only.
  const events = said.events.map((one) => ({ ...one, number: one.number % 2 ? one.number : one.number + 10 }));
  return { ...said, events, count: 1 };
}

const oldNames: Record<string, (value: ParametersParameter) => ParametersParameter> = {
  subscription: ({ valueReference }) => ({ name: 'subscription-url', valueUri: valueReference?.reference }),
  topic: ({ valueCanonical }) => ({ name: 'subscription-topic-url', valueUri: valueCanonical }),
  'events-since-subscription-start': ({ valueString }) => ({
    name: 'subscription-event-count',
    valueUnsignedInt: Number(valueString),
  }),
};

/** The status as it was written before version 1.1 of the backport: other names, no numbers of single events. */
function inOldNames(parameters: Parameters): Parameters {
  const list = parameters.parameter ?? [];
  const events = list.filter(({ name }) => name === 'notification-event').length;
  const kept = list.filter(({ name }) => name !== 'notification-event');
  const count = { name: 'bundle-event-count', valueUnsignedInt: events };
  return { ...parameters, parameter: [...kept.map((one) => oldNames[one.name ?? '']?.(one) ?? one), count] };
}

function ofNobody(parameters: Parameters): Parameters {
  const unknown = (one: ParametersParameter) =>
    one.name === 'subscription'
      ? {
          ...one,
          valueReference: { reference: `${one.valueReference?.reference?.replace(/[^/]+$/, '')}nobody-knows-me` },
        }
      : one;
  return { ...parameters, parameter: parameters.parameter?.map(unknown) };
}

function withStatus(bundle: Bundle, change: (parameters: Parameters) => Parameters): Bundle {
  const [first, ...rest] = bundle.entry ?? [];
  return { ...bundle, entry: [{ ...first, resource: change(first?.resource as Parameters) }, ...rest] };
}

/** What is posted for a notification, under the faults: nothing, one Bundle, or several. */
export function spoilBundles(faults: readonly FaultName[], { type, events }: Said, bundle: Bundle): Bundle[] {
  if (type === 'heartbeat' && faults.includes('notify-silent')) return [];
  if (type !== 'event-notification') return [bundle];
  if (faults.includes('notify-lost') && (events.at(-1)?.number ?? 0) % 3 === 0) return [];
  let sent = bundle;
  if (faults.includes('notify-old-names')) sent = withStatus(sent, inOldNames);
  if (faults.includes('notify-unknown-subscription')) sent = withStatus(sent, ofNobody);
  if (faults.includes('notify-flood')) return Array.from({ length: FLOOD }, () => sent);
  return faults.includes('notify-twice') ? [sent, sent] : [sent];
}
