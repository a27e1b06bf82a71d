import { sandboxSamples } from '../../../shared/domain/sandbox-samples.ts';

const longest = Math.max(...sandboxSamples.map(({ name }) => name.length));

/** How `sandbox submit` is used. */
export const sandboxSubmitHelp = `switchboard sandbox submit [--sample NAME] [--to URL] [--patient ID] [--tracking-id SYSTEM|VALUE]

Lets the provider of the running sandbox submit attachments nobody asked for, as a partner would.
  --sample NAME         what is submitted (default: usual)
  --to URL              base URL or full URL of the operation (default: the running receiver)
  --patient ID          whose record, by the provider's id or the member id (default: the first that fits)
  --tracking-id S|V     default: a fresh one
The samples:
${sandboxSamples.map(({ name, says }) => `  ${name.padEnd(longest)}  ${says}`).join('\n')}
With --json prints {"httpStatus","trackingId","outcome"}, and "answers" where several were sent. Exit 1 where the receiver refuses.
`;
