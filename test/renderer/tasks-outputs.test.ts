import { describe, expect, test } from 'vitest';
import { outputTree } from '../../renderer/parts/task-view/output-tree.ts';
import { provenanceIn } from '../../renderer/parts/task-view/provenance.ts';
import { knownInfo } from '../../renderer/parts/task-view/use-content-info.ts';
import { everyOutput, fetchedOutputs, provenance } from '../fakes/board/outputs.ts';

describe('outputs as a tree', () => {
  test('before any fetch are what the record keeps', () => {
    const tree = outputTree(everyOutput);
    expect(tree.map(({ how }) => how)).toEqual([
      'on the partner’s server',
      'contained in the Task',
      'on another server: asked without the token',
      'named by an identifier only',
      'leads nowhere',
    ]);
    expect(tree.map(({ place, problem }) => place?.exchangeId ?? problem)).toEqual([
      '8',
      '7',
      '20',
      'The output is named by an identifier alone.',
      undefined,
    ]);
  });

  test('after it carry documents, Provenance, findings, and why one could not be fetched', () => {
    const [bundle, empty, , named] = outputTree(everyOutput, fetchedOutputs);
    expect(bundle?.type).toBe('data-value');
    expect(bundle?.documents.map(({ reference }) => reference)).toEqual(['Binary/hp-note']);
    expect(bundle?.documents[0]?.findings).toHaveLength(1);
    expect(bundle?.provenance).toEqual([{ exchangeId: '8', pointer: '/entry/2/resource' }]);
    expect(empty && knownInfo(empty)).toMatchObject({ isEmpty: true, entries: 0 });
    expect(named).toMatchObject({ problem: 'The output is named by an identifier alone.' });
    expect(named).not.toHaveProperty('place');
  });

  test('of another version than the one fetched are not mixed up with it', () => {
    const [first] = outputTree([{ index: 0, reference: 'Bundle/other', kind: 'relative' }], fetchedOutputs);
    expect(first).toMatchObject({ reference: 'Bundle/other', documents: [], findings: [] });
    expect(first).not.toHaveProperty('fetched');
  });
});

describe('Provenance in words', () => {
  test('says who, for whom, when, and of what', () => {
    expect(provenanceIn(provenance)).toEqual([
      {
        targets: ['DocumentReference/d1'],
        when: provenance.occurredDateTime,
        agents: ['author Dr Ana Reyes for Lakeside Clinic'],
        activity: 'create',
        isSigned: false,
      },
    ]);
  });

  test('is found in a Bundle, and read whatever is missing in it', () => {
    const bare = { resourceType: 'Provenance', agent: [{}], signature: [{ type: [] }] };
    const bundle = { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient' } }, { resource: bare }] };
    expect(provenanceIn(bundle)).toEqual([{ targets: [], agents: ['nobody named'], isSigned: true }]);
    expect(provenanceIn('no resource')).toEqual([]);
  });
});
