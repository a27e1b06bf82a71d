import type { AttachmentWish, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { summarise } from '../../../shared/fhir/summary.ts';
import type { Kit } from '../kit.ts';
import { keepUpload } from '../uploads.ts';

/** Letters of JSON a record may hold of one resource: records travel to every window. */
const mostLetters = 65_536;

/** A request as it is fit for a record: large resources become files beside it, kept as long as uploads are. */
export async function lightRequest(
  { ports }: Pick<Kit, 'ports'>,
  request: SubmissionRequest,
): Promise<SubmissionRequest> {
  const attachments: AttachmentWish[] = [];
  for (const wish of request.attachments) {
    const { content } = wish;
    const json = content.from === 'resource' ? JSON.stringify(content.resource) : '';
    if (content.from !== 'resource' || json.length <= mostLetters) attachments.push(wish);
    else {
      const { resourceType, title } = summarise(content.resource);
      const uploadId = await keepUpload(ports, `${title || resourceType}.json`, json);
      attachments.push({ ...wish, content: { from: 'upload', uploadId } });
    }
  }
  return { ...request, attachments };
}
