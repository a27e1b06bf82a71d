import { expect, test } from 'vitest';
import { openConsole, testPorts } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

// The console as a payer: it asks the sandbox's provider by Task, and the provider answers by submission to the console's receiver.

test.each(['claim', 'preauthorization'] as const)(
  'attachments to a %s are asked for, pushed, matched, and shown',
  async (use) => {
    const { assets } = testPorts();
    const { run } = openConsole({ assets: { ...assets, definitionsFile: await definitionsFile() } });
    const { sandbox } = await run('sandbox.start', { providerPort: 0, payerPort: 0, stepMs: 10 });
    const { receiver } = await run('receiver.start', { port: 0 });
    const members = await run('sandbox.members', {});
    const member = members.find(({ patientId }) => patientId === 'shaw-amy');
    const claim = member?.claims?.find((one) => one.use === use);
    const partner = { baseUrl: sandbox?.provider.fhirBaseUrl ?? '' };
    const asked = await run('tasks.request', {
      partner,
      profile: 'manual',
      request: {
        kind: 'attachment-request-code',
        use,
        claim: claim?.id,
        member: member?.memberId,
        name: 'Shaw, Amy',
        birthDate: member?.birthDate,
        serviceDate: claim?.serviceDate,
        requester: 'https://harbor-mutual.example/payer-ids|HARBOR-01',
        npi: '9942001013',
        attachments: [{ what: '11506-3', lineItems: [1] }],
        payerUrl: receiver?.submitAttachmentUrl,
      },
    });
    await expect.poll(async () => (await run('inbox.list', {})).length).toBe(1);
    const [push] = await run('inbox.list', {});
    expect(push).toMatchObject({
      kind: 'submission',
      attachTo: use,
      match: { state: 'matched', taskId: asked.id },
      attachments: [{ code: expect.stringContaining('11506-3'), lineItems: ['1'] }],
    });
    await expect.poll(async () => (await run('tasks.poll', { id: asked.id })).status).toBe('completed');
    const { timeline } = await run('inbox.story', { id: push?.id ?? '' });
    const kinds = timeline.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['request', 'version', 'push']));
    expect(kinds.indexOf('request')).toBeLessThan(kinds.indexOf('version'));
  },
  120_000,
);
