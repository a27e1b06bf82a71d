import { expect, test } from 'vitest';
import { isHeld } from '../../../shared/cdex/read-held.ts';

const said = (text: string, severity = 'information') => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'informational', details: { text } }],
});

test.each([
  'The attachment is being held for a future claim.',
  'It cannot be associated with a claim.',
  'It can not be associated with a claim, and waits.',
  'The attachments could not be matched to a request.',
  'Accepted; unmatched.',
  'Accepted, awaiting association.',
  'Received: no such claim.',
  'Stored.',
])('held: %s', (text) => expect(isHeld(said(text))).toBe(true));

test.each([
  'The attachment was accepted and associated with Claim/4711 by the tracking id T-1.',
  'Successfully matched to the request.',
  'All OK',
  'Accepted.',
])('no more than accepted: %s', (text) => expect(isHeld(said(text))).toBe(false));

test('an error is neither, and no outcome says nothing', () => {
  expect([isHeld(said('Held.', 'error')), isHeld(undefined), isHeld({ resourceType: 'Bundle' })]).toEqual([
    false,
    false,
    false,
  ]);
});
