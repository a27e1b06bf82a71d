import { expect, test } from 'vitest';
import { saidWrong } from '../../../../main/services/subscriptions/note-notification.ts';

test.each([
  ['error', [], 'The partner says that the subscription is in error.'],
  ['error', ['Out of order.'], 'The partner says that the subscription is in error: Out of order.'],
  ['off', ['Ended', 'Too many tries.'], 'The partner has ended the subscription: Ended; Too many tries.'],
])('a subscription that is %s says %j in one sentence', (status, errors, said) => {
  expect(saidWrong(status, errors)).toBe(said);
});
