import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attachmentCodes, purposesOfUse } from '../../../shared/cdex/codes.ts';
import { requirementSentence, requirements } from '../../../shared/cdex/requirements.ts';

describe('what each requirement demands', () => {
  it.each(Object.entries(requirements))('%s: %s', (rule, sentence) => {
    expect(sentence).toMatch(/^[A-Z].{15,}\.$/);
    expect(requirementSentence(rule)).toBe(sentence);
  });

  it('is said for every number a finding can cite', () => {
    for (const folder of ['cdex', 'fhir']) {
      const path = join(import.meta.dirname, '../../../shared', folder);
      for (const file of readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.ts'),
      )) {
        const text = readFileSync(join(path, file), 'utf8');
        for (const [, rule = ''] of text.matchAll(/'((?:CONF-\d{3})|(?:cdex-\d+)|(?:tdr-\d))'/g)) {
          expect(requirements, `${rule} of ${file}`).toHaveProperty([rule]);
        }
      }
    }
  });

  it('is not said for a rule of someone else', () => {
    expect(requirementSentence('constructor')).toBeUndefined();
    expect(requirementSentence('us-core-1')).toBeUndefined();
  });
});

describe('the codes', () => {
  it('have names, and no code of X12 is among them', () => {
    for (const [code, name] of Object.entries(attachmentCodes)) {
      expect(code).toMatch(/^\d+-\d$/);
      expect(name).toMatch(/^[A-Z]/);
    }
    expect(Object.keys(attachmentCodes).length).toBeGreaterThanOrEqual(40);
  });

  it('mark the purposes that must not stand alone (CONF-083)', () => {
    const vague = purposesOfUse.filter((one) => one.needsAnother).map((one) => one.code);
    expect(vague).toEqual(['payment-noe', 'operations-noe', 'treatment-noe']);
    for (const { broad } of purposesOfUse) expect(broad.length).toBeGreaterThan(0);
  });
});
