import { expect } from 'vitest';
import type { FoundCodes, OpenedQuestionnaire, Prefilled } from '../../../../shared/contract/questionnaires.ts';
import type { Finding } from '../../../../shared/domain/finding.ts';
import type { FormDraft } from '../../../../shared/domain/form.ts';
import { get, refused } from '../host.ts';
import { formUrl } from '../partner-answers.ts';
import type { Case } from '../suite.ts';

export const questionnaireCases: readonly Case[] = [
  {
    name: 'a questionnaire is opened, begun from the record, checked, and kept until it is thrown away',
    async run(host, { base }) {
      const partner = { baseUrl: base };
      const opened = await get<OpenedQuestionnaire>(host, 'questionnaires.open', { url: formUrl, partner });
      const { questionnaire } = opened;
      expect(questionnaire).toMatchObject({ resourceType: 'Questionnaire', url: formUrl });
      const input = { partner, patientId: '1', questionnaire };
      const { response, filled } = await get<Prefilled>(host, 'questionnaires.prefill', input);
      expect(filled).toEqual([{ linkId: 'born', from: 'Patient/1' }]);
      const findings = await get<Finding[]>(host, 'questionnaires.check', { questionnaire, response });
      expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['qr-required', 'information']]);
      const form = await get<FormDraft>(host, 'questionnaires.saveForm', { questionnaire, response });
      expect(form).toMatchObject({ questionnaireUrl: formUrl, findings });
      expect(await get(host, 'questionnaires.removeForm', { id: form.id })).toEqual({ removed: true });
    },
  },
  {
    name: 'the codes of a large value set are searched by words',
    async run(host, { base }) {
      const input = { partner: { baseUrl: base }, valueSet: 'https://plan.example/ValueSet/supplies', filter: 'knee' };
      const found = await get<FoundCodes>(host, 'questionnaires.findCodes', { ...input, count: 2 });
      expect(found).toMatchObject({ codes: [{ code: 'k1', display: 'Knee brace' }], total: 40 });
      expect((await refused(host, 'questionnaires.findCodes', { ...input, filter: 'hip' })).httpStatus).toBe(404);
    },
  },
  {
    name: 'a questionnaire nobody has is not found',
    async run(host, { base }) {
      const input = { url: 'https://plan.example.invalid/Questionnaire/none', partner: { baseUrl: base } };
      expect((await refused(host, 'questionnaires.open', input)).code).toBe('not-found');
    },
  },
];
