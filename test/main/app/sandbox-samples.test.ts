import { expect, test } from 'vitest';
import { sampleNames } from '../../../shared/domain/sandbox-samples.ts';
import { openConsole, testPorts } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

async function openBoth() {
  const { assets } = testPorts();
  const opened = openConsole({ assets: { ...assets, definitionsFile: await definitionsFile() } });
  await opened.run('sandbox.start', { providerPort: 0, payerPort: 0 });
  await opened.run('receiver.start', { port: 0 });
  return opened;
}

test('each sample of the sandbox’s provider is in the inbox, whether it was taken or refused', async () => {
  const { run } = await openBoth();
  const seen = new Map<string, { status: number; count: number; types: string[] }>();
  for (const sample of sampleNames) {
    const { httpStatus: status, trackingId } = await run('sandbox.submit', { sample });
    const pushes = await run('inbox.list', { trackingId });
    expect(pushes.map(({ kind }) => kind)).toEqual(pushes.map(() => 'submission'));
    const types = pushes.flatMap(({ attachments }) =>
      attachments.map(({ contentType, sniffedType }) => `${contentType} ${sniffedType}`),
    );
    seen.set(sample, { status, count: pushes.length, types });
  }
  const fhir = 'application/fhir+json application/fhir+json';
  expect(seen.get('several')).toMatchObject({ status: 200, count: 3 });
  expect(seen.get('form')).toMatchObject({ status: 200, count: 1, types: [fhir] });
  expect(seen.get('resources')?.types).toEqual([fhir, fhir]);
  expect(seen.get('type-lie')?.types).toEqual(['application/pdf image/png']);
  expect(seen.get('bad-base64')).toMatchObject({ status: 400, count: 1 });
  expect(seen.get('broken')).toMatchObject({ status: 400, count: 1 });
  for (const sample of ['usual', 'prior-auth', 'documents', 'document', 'hostile-ccda', 'broken-pdf'])
    expect(seen.get(sample), sample).toMatchObject({ status: 200, count: 1 });
}, 120_000);

test('the sandbox tells the claims of its members, which its payer knows by the same numbers', async () => {
  const { run } = await openBoth();
  const members = await run('sandbox.members', {});
  const claims = members.flatMap((member) => member.claims ?? []);
  expect(claims.length).toBeGreaterThan(20);
  const { sandbox } = await run('sandbox.status', {});
  const [prior] = claims.filter(({ adminRef, trackingId }) => adminRef && trackingId);
  for (const [type, number] of [
    ['Claim', prior?.id],
    ['Task', prior?.trackingId],
    ['ClaimResponse', prior?.adminRef],
  ]) {
    const search = `${sandbox?.payer.fhirBaseUrl}/${type}?identifier=${encodeURIComponent(number ?? '')}`;
    expect([type, ((await (await fetch(search)).json()) as { total: number }).total]).toEqual([type, 1]);
  }
}, 120_000);
