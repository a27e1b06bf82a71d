import { expect, test } from 'vitest';
import { jsonFault } from '../../../shared/fhir/json.ts';

const faultOf = (text: string): string => {
  try {
    JSON.parse(text);
    return 'none';
  } catch (error) {
    return jsonFault(error);
  }
};

test.each([
  ['a-token', 'it is not written as JSON'],
  ['{"token": "a-token" ;', 'it goes wrong at character 20'],
  ['{"token": "a-token', 'it breaks off at character 18'],
  ['{"token":', 'it breaks off'],
  ['{} a-token', 'it goes wrong at character 3'],
])('the fault of %s is told without its text', (text, fault) => {
  expect(faultOf(text)).toBe(fault);
});

test('of something that is no error nothing is told', () => {
  expect(jsonFault('a-token')).toBe('it is not written as JSON');
});
