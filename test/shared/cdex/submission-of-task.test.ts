import { describe, expect, it } from 'vitest';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { submissionOfTask } from '../../../shared/cdex/submission-of-task.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { AttachmentRequest } from '../../../shared/domain/task-request.ts';
import { attachmentRequest, coded, neededDocument } from './samples.ts';

const asked: AttachmentRequest = {
  kind: 'attachment-request-code',
  use: 'preauthorization',
  attachments: [
    { what: '11506-3', title: 'Progress note', lineItems: [1, 2] },
    { what: 'https://codesystem.x12.org/005010/755|B4' },
    { what: 'The last three X-rays' },
  ],
  trackingId: 'urn:payer:tracking|T-1',
  adminRef: 'urn:payer:admin|A-1',
  requester: 'urn:payers|P-1',
  member: 'urn:members|M-1',
  npi: '1999999984',
  organizationNpi: '1888888883',
  name: 'Example, Ada',
  birthDate: '1961-02-03',
  serviceDate: '2026-05-06',
  payerUrl: 'https://payer.example/fhir/$submit-attachment',
  claim: 'urn:claims|C-1',
  multipleSubmits: true,
};
const npi = 'http://hl7.org/fhir/sid/us-npi';

describe('the submission a Task asks for', () => {
  it.each<CdexVersion>(['2.0', '2.1', 'ci'])(
    'of version %s says what the guide maps, organization and practitioner the right way round',
    (version) => {
      const task = buildTask(asked, { cdexVersion: version, now: '2026-05-01T10:00:00Z' });
      const read = submissionOfTask(task);
      expect(read).toMatchObject({
        payerUrl: asked.payerUrl,
        multipleSubmits: true,
        questionnaires: false,
        slots: [
          { code: '11506-3', title: 'Progress note', lineItems: ['1', '2'] },
          { code: 'https://codesystem.x12.org/005010/755|B4' },
          { code: 'The last three X-rays' },
        ],
      });
      expect(read.request).toEqual({
        attachTo: 'preauthorization',
        trackingId: 'urn:payer:tracking|T-1',
        ...(version === 'ci' ? { adminRef: 'urn:payer:admin|A-1' } : {}),
        payerId: 'urn:payers|P-1',
        organizationId: `${npi}|1888888883`,
        providerId: `${npi}|1999999984`,
        memberId: 'urn:members|M-1',
        serviceDate: '2026-05-06',
        attachments: [
          { code: '11506-3', title: 'Progress note', lineItems: ['1', '2'], content: { from: 'unchosen' } },
          { code: 'https://codesystem.x12.org/005010/755|B4', content: { from: 'unchosen' } },
          { code: 'The last three X-rays', content: { from: 'unchosen' } },
        ],
        final: true,
      });
    },
  );

  it.each<CdexVersion>(['2.0', '2.1', 'ci'])(
    'of version %s names the questionnaires, which need no code',
    (version) => {
      const what = 'http://forms.example/oxygen|1.0';
      const form: AttachmentRequest = {
        ...asked,
        kind: 'attachment-request-questionnaire',
        attachments: [{ what, title: 'Oxygen', lineItems: [4] }],
      };
      const { questionnaires, slots, request } = submissionOfTask(
        buildTask(form, { cdexVersion: version, now: '2026-05-01T10:00:00Z' }),
      );
      expect(questionnaires).toBe(true);
      expect(slots).toEqual([{ questionnaire: what, title: 'Oxygen', lineItems: ['4'], proposals: [] }]);
      expect(request.attachments).toEqual([{ title: 'Oxygen', lineItems: ['4'], content: { from: 'unchosen' } }]);
    },
  );

  it('reads a line item of either extension, and an owner of 1.1 without a role', () => {
    const url = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-serviceLineNumber';
    const document = {
      ...neededDocument(),
      extension: [
        { url, valuePositiveInt: 7 },
        { url: 'urn:else', valueInteger: 9 },
      ],
    };
    const owner = { type: 'Practitioner', identifier: { system: npi, value: '1' } };
    const { slots, request } = submissionOfTask(attachmentRequest({ input: [document], owner, contained: [] }));
    expect(slots[0]?.lineItems).toEqual(['7']);
    expect(request).toMatchObject({ providerId: `${npi}|1` });
    expect(request.organizationId).toBeUndefined();
  });

  it('takes use from the text where no coding says it, and a date without its time', () => {
    const date = { type: coded(systems.cdex, 'service-date'), valueDateTime: '2026-05-06T10:00:00Z' };
    const { request } = submissionOfTask(
      attachmentRequest({ reasonCode: { text: 'preauthorization' }, input: [date] }),
    );
    expect(request).toMatchObject({ attachTo: 'preauthorization', serviceDate: '2026-05-06' });
  });

  it.each([undefined, null, 'Task', 7, [], {}, { resourceType: 'Task', input: 'x', contained: {}, identifier: 3 }])(
    'never fails: %j',
    (task) => {
      expect(submissionOfTask(task)).toMatchObject({ request: { attachments: [] }, slots: [], multipleSubmits: false });
    },
  );
});
