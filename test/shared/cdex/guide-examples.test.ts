import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { attachmentCodes, purposesOfUse, systems, workQueues } from '../../../shared/cdex/codes.ts';
import { readSubmission } from '../../../shared/cdex/read-submission.ts';
import { readTask } from '../../../shared/cdex/read-task.ts';
import { mergeRequest, requestOf } from '../../../shared/cdex/request-of-task.ts';
import { requirements } from '../../../shared/cdex/requirements.ts';
import { taskStatuses } from '../../../shared/domain/task.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { summarise } from '../../../shared/fhir/summary.ts';

// The guide's files are not ours to ship; where a copy lies beside the repository our rules are held against it.
const guide = join(import.meta.dirname, '../../../../shared/spec/cdex');
const present = existsSync(guide);
const examples = join(guide, 'examples/ci-2026-06-10');

const load = (folder: string): [string, Record<string, unknown>][] =>
  present
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))])
    : [];
const all = load(examples);
const ofType = (type: string) => all.filter(([, resource]) => resource.resourceType === type);

/** Examples that leave a placeholder in their query. */
const placeholders = ['example15', 'example16'];

describe.skipIf(!present)(
  "the guide's own examples (skipped where no copy of the guide lies beside the repository)",
  () => {
    it('are all there', () => {
      expect(ofType('Task').filter(([file]) => !file.includes('inline'))).toHaveLength(31);
      expect(ofType('Parameters')).toHaveLength(5);
    });

    it.each(ofType('Task'))('%s is read, and the rules find no error in it (CONF-094, CONF-095)', (file, task) => {
      const reading = readTask(task, 'http://example.org/fhir');
      expect(taskStatuses).toContain(reading.status);
      expect(reading.code).toMatch(/^(data|attachment)-request-(query|code|questionnaire)$/);
      expect(reading.asked).not.toBe(reading.code);
      expect(reading.member).toBeTruthy();
      expect(reading.owner).toBeTruthy();
      expect(reading.outputs.map((one) => one.kind)).not.toContain('foreign');
      if (reading.status === 'completed') expect(reading.outputs.length).toBeGreaterThan(0);
      const errors = checkTask(task, 'ci').filter((one) => one.severity === 'error');
      const unfinished = placeholders.some((name) => file.includes(name));
      expect(errors.map((one) => one.rule)).toEqual(unfinished ? ['search-placeholder'] : []);
      for (const { rule } of checkTask(task, '2.0')) expect(requirements).toHaveProperty([rule]);
    });

    it.each(ofType('Task'))('%s goes through the form and back unchanged', (_, task) => {
      const { request, kept } = requestOf(task);
      expect(request.kind).toBe(readTask(task).code);
      expect(
        kept.filter(
          (path) => !/^Task(\.contained\[\d\])?\.(meta\.extension|code\.text|reason|identifier\[\d\]\.use)/.test(path),
        ),
      ).toEqual([]);
      const context = { cdexVersion: 'ci', now: '2024-05-01T10:00:00Z' } as const;
      expect(mergeRequest(task, request, structuredClone(request), context)).toBe(task);
      const other = { ...request, due: '2031-01-01', requester: 'http://payer.example/ids|P-9' };
      const there = mergeRequest(task, request, other, context);
      expect(requestOf(there).request).toEqual(other);
      expect(mergeRequest(there, other, request, context)).toEqual(task);
    });

    it.each(ofType('Parameters'))('%s is read, and the rules find nothing in it', (_, value) => {
      const reading = readSubmission(value);
      expect(reading).toMatchObject({
        trackingId: expect.stringContaining('|'),
        memberId: expect.stringContaining('|'),
        attachTo: expect.stringMatching(/^(claim|preauthorization)$/),
      });
      expect(reading.attachments.length).toBeGreaterThan(0);
      for (const one of reading.attachments) {
        const found = getPointer(value, one.pointer);
        expect(one.pointer.endsWith('/data') ? typeof found : summarise(found).resourceType).toBe(
          one.pointer.endsWith('/data') ? 'string' : one.resourceType,
        );
      }
      expect(checkSubmission(value, 'ci')).toEqual([]);
    });

    it.each(all)('%s has a title', (_, resource) => {
      expect(summarise(resource).title).not.toBe('');
    });

    it('use the codes we know', () => {
      const read = (path: string) => JSON.parse(readFileSync(join(guide, 'resources', path), 'utf8'));
      const concepts = (set: { compose: { include: { system: string; concept?: { code: string }[] }[] } }) =>
        set.compose.include.flatMap(({ system, concept }) => (concept ?? []).map(({ code }) => `${system}|${code}`));
      for (const version of ['ci-2026-06-10', 'stu2.1.0']) {
        const loinc = concepts(read(`${version}/valueset-cdex-loinc-attachment-codes.json`));
        const unknown = Object.keys(attachmentCodes).filter((code) => !loinc.includes(`${systems.loinc}|${code}`));
        expect(unknown).toEqual([]);
        expect(purposesOfUse.map(({ system, code }) => `${system}|${code}`).sort()).toEqual(
          concepts(read(`${version}/valueset-cdex-POU.json`)).sort(),
        );
        expect(
          Object.keys(workQueues)
            .map((code) => `${systems.cdex}|${code}`)
            .sort(),
        ).toEqual(concepts(read(`${version}/valueset-cdex-work-queue.json`)).sort());
      }
    });
  },
);
