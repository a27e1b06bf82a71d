import { expect, test } from 'vitest';
import { nearest } from '../../../shared/fhir/nearest.ts';

const names = ['TrackingId', 'AttachTo', 'MemberId'];

test('a slip of the pen finds the word that was meant', () => {
  expect(nearest('TrakingId', names)).toBe('TrackingId');
  expect(nearest('memberid', names)).toBe('MemberId');
  expect(nearest('AttcahTo', names)).toBe('AttachTo');
});

test('a word like none of them finds none', () => {
  expect(nearest('Zebra', names)).toBeUndefined();
  expect(nearest('', names)).toBeUndefined();
});

test('a word of many megabytes is compared with nothing it cannot be', () => {
  // Compared letter by letter, this alone would outlast the test.
  expect(nearest('TrackingId'.repeat(5_000_000), names)).toBeUndefined();
});
