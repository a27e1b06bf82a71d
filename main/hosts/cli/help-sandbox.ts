import { sandboxSamples } from '../../../shared/domain/sandbox-samples.ts';

const longest = Math.max(...sandboxSamples.map(({ name }) => name.length));

/** Help of the commands about the embedded partners. */
export const sandboxTexts: Record<string, string> = {
  sandbox: `switchboard sandbox [--provider-port N] [--payer-port N] [--seed N] [--fault NAME...]
                    [--answering automatic|by-hand] [--step-ms N] [--outputs contained|external] [--no-hits empty-bundle|failed]
                    [--require-purpose] [--reopen] [--tracking strict|value] [--after-final accept|reject]
                    [--unknown-member hold|refuse] [--require-auth] [--client-jwks FILE] [--tls | --mtls] [--client-cert-out DIR]
switchboard sandbox reset
switchboard sandbox submit [--sample NAME] [--to URL]

Runs the embedded provider and payer until SIGINT or SIGTERM. Port 0 is any free one; the same seed makes the same data.
  --answering WAY       automatic (default): the provider works Tasks off by itself; by-hand: it leaves them to a work queue
  --step-ms N           milliseconds a Task stays in each status
  --outputs PLACE       answers to queries are contained in the Task (default), or external: a Bundle of their own
  --no-hits WAY         a query without hits completes with an empty-bundle (default), or has failed
  --require-purpose     reject Tasks without a purpose of use
  --reopen              let Tasks that have ended be reopened
  --tracking WAY        the payer compares tracking ids by value (default), or strict: with their systems
  --after-final WAY     the payer may accept (default) or reject what comes after the last submission
  --unknown-member WAY  the payer may hold (default) or refuse submissions for members it does not know
  --fault NAME...       misbehave in this way; a name that is none is answered with all there are
  --require-auth        refuse FHIR requests without an access token; clients it always knows: practice-secret, by the secret
                        practice-secret-of-the-sandbox, and practice-public, by the browser
  --client-jwks FILE    public keys (JWKS); whichever client id signs with one of them gets tokens
  --tls                 speak HTTPS, with certificates of an authority of its own
  --mtls                ask for client certificates of that authority too
  --client-cert-out DIR write ca.pem, client.pem, client-key.pem, udap.pem and udap-key.pem there, to try by hand
With --json, or into a pipe, line 1 is {"provider":{"fhirBaseUrl","tokenUrl"},"payer":{"fhirBaseUrl","submitAttachmentUrl","tokenUrl"}}.
`,
  'sandbox reset': `switchboard sandbox reset

Puts the sandbox back to the state of its seed.
`,
  'sandbox submit': `switchboard sandbox submit [--sample NAME] [--to URL] [--patient ID] [--tracking-id SYSTEM|VALUE]

Lets the provider of the running sandbox submit attachments nobody asked for, as a partner would.
  --sample NAME         what is submitted (default: usual)
  --to URL              base URL or full URL of the operation (default: the running receiver)
  --patient ID          whose record, by the provider's id or the member id (default: the first that fits)
  --tracking-id S|V     default: a fresh one
The samples:
${sandboxSamples.map(({ name, says }) => `  ${name.padEnd(longest)}  ${says}`).join('\n')}
With --json prints {"httpStatus","trackingId","outcome"}, and "answers" where several were sent. Exit 1 where the receiver refuses.
`,
};
