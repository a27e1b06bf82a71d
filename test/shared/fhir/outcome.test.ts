import { describe, expect, it } from 'vitest';
import { isErrorOutcome, isOutcome, outcomeSentence, readOutcome } from '../../../shared/fhir/outcome.ts';

const outcome = (...issue: unknown[]) => ({ resourceType: 'OperationOutcome', issue });

describe('an OperationOutcome', () => {
  it.each([undefined, null, 1, 'text', [], {}, { resourceType: 'Patient' }, { resourceType: 7 }])(
    'is not %j',
    (value) => {
      expect(isOutcome(value)).toBe(false);
      expect(readOutcome(value)).toBeUndefined();
      expect(isErrorOutcome(value)).toBe(false);
    },
  );

  it('is read with all its words', () => {
    const issue = {
      severity: 'error',
      code: 'business-rule',
      details: { text: 'Signed reads are not supported' },
      diagnostics: 'Search instead',
      expression: ['Condition'],
      location: ['/f:Condition'],
    };
    expect(readOutcome(outcome(issue))).toEqual({
      worst: 'error',
      issues: [
        {
          severity: 'error',
          code: 'business-rule',
          text: 'Signed reads are not supported',
          diagnostics: 'Search instead',
          expression: ['Condition', '/f:Condition'],
        },
      ],
    });
  });

  it.each([
    [['information', 'warning'], 'warning', false],
    [['warning', 'fatal', 'error'], 'fatal', true],
    [['information'], 'information', false],
    [['error', 'information'], 'error', true],
    [[], undefined, false],
  ] as const)('with %j is at worst %s', (severities, worst, isError) => {
    const value = outcome(...severities.map((severity) => ({ severity })));
    expect(readOutcome(value)?.worst).toBe(worst);
    expect(isErrorOutcome(value)).toBe(isError);
  });

  it('takes a severity it does not know for an error', () => {
    expect(readOutcome(outcome({ severity: 'catastrophe' }))?.worst).toBe('error');
    expect(isErrorOutcome(outcome({ code: 'exception' }))).toBe(true);
  });

  it('is read although its issue is no list, or holds rubbish', () => {
    expect(readOutcome({ resourceType: 'OperationOutcome', issue: { severity: 'warning' } })?.worst).toBe('warning');
    expect(readOutcome({ resourceType: 'OperationOutcome', issue: 'broken' })).toEqual({
      worst: undefined,
      issues: [],
    });
    expect(
      readOutcome(outcome(null, 'x', { severity: 'error', expression: 'a', details: 'in words' }))?.issues,
    ).toEqual([{ severity: 'error', code: '', text: 'in words', diagnostics: '', expression: [] }]);
  });

  it.each([
    [{ severity: 'error', details: { text: 'No such patient' } }, 'No such patient'],
    [{ severity: 'error', details: { coding: [{ code: 'X1', display: 'Unknown id' }] } }, 'Unknown id'],
    [{ severity: 'error', details: { coding: [{ code: 'X1' }] } }, 'X1'],
    [{ severity: 'error', diagnostics: 'Id unknown' }, 'Id unknown'],
    [{ severity: 'error', details: { text: 'Expired' }, diagnostics: 'Resubmit' }, 'Expired (Resubmit)'],
    [{ severity: 'error', code: 'not-found' }, 'not found'],
    [{ severity: 'fatal' }, 'An issue of severity fatal, without words.'],
  ])('%j says: %s', (issue, sentence) => {
    expect(outcomeSentence(outcome(issue))).toBe(sentence);
  });

  it('says the worst issue first and counts the others', () => {
    const value = outcome({ severity: 'warning', diagnostics: 'Slow' }, { severity: 'error', diagnostics: 'Broken' });
    expect(outcomeSentence(value)).toBe('Broken (and 1 more)');
    expect(outcomeSentence(outcome())).toBe('The outcome says nothing.');
    expect(outcomeSentence('rubbish')).toBe('The outcome says nothing.');
  });
});
