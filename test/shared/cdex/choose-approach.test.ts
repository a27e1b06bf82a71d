import { describe, expect, it } from 'vitest';
import { type ApproachAnswers, chooseApproach } from '../../../shared/cdex/choose-approach.ts';

const settled: ApproachAnswers = {
  startedBy: 'payer',
  patients: 'one',
  wanted: 'data',
  inOneGo: 'no',
  recorded: 'yes',
  access: 'yes',
  person: 'no',
  authorization: 'no',
};

describe('choosing an approach', () => {
  it.each<[string, ApproachAnswers, string, string | undefined]>([
    ['data that are there and may be had', {}, 'direct-query', undefined],
    ['documents that may be had', { wanted: 'documents' }, 'direct-query', undefined],
    ['what the provider sends by itself', { startedBy: 'provider', patients: 'many' }, 'push', undefined],
    ['many patients', { patients: 'many' }, 'bulk', undefined],
    ['many patients, each to be judged', { patients: 'many', person: 'yes' }, 'task', 'data-request-query'],
    ['something to be signed', { person: 'yes', wanted: 'documents' }, 'task', 'data-request-code'],
    ['a questionnaire', { wanted: 'answers' }, 'task', 'data-request-questionnaire'],
    ['attachments of a claim', { inOneGo: 'yes', wanted: 'documents' }, 'task', 'attachment-request-code'],
    ['answers for a claim', { inOneGo: 'yes', wanted: 'answers' }, 'task', 'attachment-request-questionnaire'],
    ['what needs an authorization', { authorization: 'yes' }, 'task', 'data-request-query'],
    ['data the payer may not query', { access: 'no' }, 'task', 'data-request-query'],
    ['what is nowhere recorded', { recorded: 'no' }, 'task', 'data-request-code'],
  ])('for %s', (_, change, approach, kind) => {
    const advice = chooseApproach({ ...settled, ...change });
    expect([advice.approach, advice.kind]).toEqual([approach, kind]);
    expect(advice.open).toEqual([]);
    expect(advice.why[0]).toMatch(/\.$/);
    expect(advice.start).toMatch(/^[A-Z].*\.$/);
  });

  it('names the answers that could change the advice', () => {
    expect(chooseApproach({})).toMatchObject({
      approach: 'task',
      kind: 'data-request-query',
      open: ['startedBy', 'patients', 'access', 'recorded', 'person', 'inOneGo'],
    });
    expect(chooseApproach({ ...settled, recorded: 'unknown', person: undefined })).toMatchObject({
      approach: 'direct-query',
      open: ['recorded', 'person'],
    });
  });

  it('has advice for every set of answers', () => {
    const known = ['yes', 'no', 'unknown', undefined] as const;
    const roads = new Set<string>();
    for (const startedBy of ['payer', 'provider', undefined] as const)
      for (const patients of ['one', 'many', undefined] as const)
        for (const wanted of ['data', 'documents', 'answers', undefined] as const)
          for (const recorded of known)
            for (const access of known)
              for (const person of known)
                for (const inOneGo of known) {
                  const advice = chooseApproach({ startedBy, patients, wanted, recorded, access, person, inOneGo });
                  roads.add(advice.approach);
                  expect(advice.why.length).toBeGreaterThan(0);
                  expect(advice.approach === 'task').toBe(advice.kind !== undefined);
                }
    expect([...roads].sort()).toEqual(['bulk', 'direct-query', 'push', 'task']);
  });
});
