import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capabilityStatement } from '../../../main/sandbox/fhir/capability.ts';
import { loadDefinitions } from '../../../main/sandbox/fhir/definitions.ts';
import { payerTypes, providerTypes } from '../../../main/sandbox/fhir/resource-types.ts';
import { expectationIn, findCombination, findType, readAbilities } from '../../../shared/fhir/abilities.ts';

const script = new URL('../../../scripts/make-definitions.mjs', import.meta.url).href;
let make: (file: string) => Promise<boolean>;
let folder: string;
beforeAll(async () => {
  ({ makeDefinitions: make } = (await import(script)) as { makeDefinitions: typeof make });
  folder = await mkdtemp(join(tmpdir(), 'definitions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the definitions file', () => {
  it('is made once for each version of its source', async () => {
    const file = join(folder, 'deep', 'r4.json');
    expect(await make(file)).toBe(true);
    expect(await make(file)).toBe(false);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('definitions ', 'definitions of old '));
    expect(await make(file)).toBe(true);
    expect((await stat(file)).size).toBeLessThan(4_000_000);
  });

  it('knows every type the servers hold, with documentation for its searches', async () => {
    const file = join(folder, 'r4.json');
    await make(file);
    const definitions = loadDefinitions(file);
    for (const type of new Set([...providerTypes, ...payerTypes])) {
      expect([...definitions.searchParameters(type).keys()], type).toContain('_lastUpdated');
    }
    expect(definitions.searchParameters('Condition').get('code')?.documentation).toMatch(/condition/i);
    expect(definitions.searchParameters('Condition').get('asserted-date')?.type).toBe('date');
    expect(definitions.searchParameters('Spaceship').size).toBe(0);
    expect(definitions.patientParameters('Observation')).toEqual(['subject', 'performer']);
  });

  it('is what the servers declare, with what US Core asks of each search and of which of them together', async () => {
    const file = join(folder, 'r4.json');
    await make(file);
    const declaration = { title: 'Sandbox provider', instantiates: [], documentation: '', operation: [], resource: {} };
    const facts = { base: 'http://127.0.0.1/fhir', since: 0, security: {} };
    const abilities = readAbilities(capabilityStatement(loadDefinitions(file), providerTypes, declaration, facts));
    const condition = findType(abilities, 'Condition');
    expect(condition?.expectation).toBe('SHALL');
    expect(findType(abilities, 'QuestionnaireResponse')?.expectation).toBe('SHOULD');
    expect(findType(abilities, 'Task')).not.toHaveProperty('expectation');
    expect(expectationIn(condition, 'patient', [])).toBe('SHALL');
    expect(expectationIn(condition, 'category', [])).toBe('MAY');
    expect(expectationIn(condition, 'category', ['patient'])).toBe('SHALL');
    expect(expectationIn(condition, 'clinical-status', ['patient'])).toBe('SHOULD');
    expect(findCombination(condition, ['patient', 'category', 'clinical-status'])).toMatchObject({
      expectation: 'SHOULD',
    });
    expect(findType(abilities, 'Task')?.combinations).toBeUndefined();
    for (const { type, combinations = [], searchParameters } of abilities.types)
      for (const { names } of combinations)
        for (const name of names)
          expect(
            searchParameters.map((one) => one.name),
            type,
          ).toContain(name);
  });
});
