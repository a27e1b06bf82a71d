import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import { typeOfResource } from '../../../shared/fhir/json.ts';
import { findUpload } from '../uploads.ts';
import { type Content, contentOf, type Means } from './content.ts';
import { contentOfDocument } from './content-of-document.ts';
import { contentOfFile } from './content-of-file.ts';
import { contentOfQuery } from './content-of-query.ts';
import { contentOfReference } from './content-of-reference.ts';
import { contentOfForm, contentOfResource, noContent, readableFiles, untyped } from './content-of-resource.ts';
import { sourceOf } from './source.ts';

/** What an attachment carries, wherever it is taken from. Fails as its place does. `path` is where findings point. */
export async function makeContent(means: Means, wish: AttachmentWish, path: string): Promise<Reply<Content>> {
  const { content } = wish;
  switch (content.from) {
    case 'file': {
      const { path: file, contentType } = content;
      const refused = readableFiles(means.kit);
      return refused ?? contentOfFile(means, wish, { path: file, name: nameOf(file), contentType }, path);
    }
    case 'upload': {
      const upload = await findUpload(means.kit.ports, content.uploadId);
      if (!upload.ok) return upload;
      const { file, name } = upload.value;
      return contentOfFile(means, wish, { path: file, name, contentType: content.contentType }, path);
    }
    case 'reference': {
      const { reference, connection } = content;
      const partner = sourceOf(means, connection, reference);
      return partner.ok ? contentOfReference(means, wish, { partner: partner.value, reference }, path) : partner;
    }
    case 'query': {
      const partner = sourceOf(means, content.connection);
      return partner.ok ? contentOfQuery(means, wish, { partner: partner.value, query: content.query }, path) : partner;
    }
    case 'document': {
      const { references, title, connection } = content;
      const partner = sourceOf(means, connection, references[0]);
      const document = partner.ok && { partner: partner.value, references, title };
      return document ? contentOfDocument(means, wish, document, path) : (partner as Reply<never>);
    }
    case 'form':
      return contentOfForm(means, content.formId, path);
    case 'resource':
      // The screen keeps the place of what is still open with an empty resource.
      if (Object.keys(content.resource).length === 0) return ok(noContent());
      return ok(
        typeOfResource(content.resource)
          ? contentOfResource(content.resource)
          : contentOf(content.resource, [untyped(path)]),
      );
    case 'unchosen':
      return ok(noContent());
  }
}

const nameOf = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;
