import { sampleNames } from '../../../../shared/domain/sandbox-samples.ts';
import type { Command } from '../command.ts';
import { oneOf } from '../connection-options.ts';
import { jsonDocument } from '../printing.ts';

/** `sandbox submit`: the provider of the running sandbox submits attachments to a receiver. */
export const sandboxSubmit: Command = {
  words: [],
  options: {
    sample: { type: 'text' },
    to: { type: 'text' },
    patient: { type: 'text' },
    'tracking-id': { type: 'text' },
  },
  async run(given, session) {
    const receipt = await session.run('sandbox.submit', {
      sample: oneOf(given, 'sample', sampleNames),
      to: given.text('to'),
      patientId: given.text('patient'),
      trackingId: given.text('tracking-id'),
    });
    const { httpStatus, trackingId, answers } = receipt;
    const statuses = answers?.map((one) => one.httpStatus).join(', ') ?? httpStatus;
    await session.print(session.json ? jsonDocument(receipt) : `Submitted ${trackingId}, answered ${statuses}.\n`);
    return httpStatus < 300 ? 0 : 1;
  },
};
