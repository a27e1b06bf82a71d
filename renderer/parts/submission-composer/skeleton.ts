import type { Parameters } from '@medplum/fhirtypes';
import { buildSubmission } from '../../../shared/cdex/build-submission.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import { parseIdentifier } from '../../../shared/fhir/identifier.ts';
import type { SubmissionForm } from './submission-form.ts';

const id = (text: string) => parseIdentifier(text.trim());

/** The Parameters without their contents: enough to tell which place is about which field before they are made. */
export const skeletonOf = (form: SubmissionForm, version: CdexVersion): Parameters =>
  buildSubmission(
    {
      attachTo: form.attachTo,
      trackingId: id(form.trackingId),
      adminRef: id(form.adminRef),
      payerId: id(form.payerId),
      organizationId: id(form.organizationId),
      providerId: id(form.providerId),
      memberId: id(form.memberId),
      serviceDate: form.serviceDate.trim(),
      attachments: form.cards.map(() => ({ content: { resourceType: 'Basic', code: {} } })),
      final: form.final,
    },
    version,
  );
