import type { ServerResponse } from 'node:http';
import type { Script } from './partner.ts';

/** A searchset of resources; `more` adds links, total and whatever else. */
export const searchset = (resources: object[], more: object = {}) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: resources.length,
  ...more,
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
});

/** Bundle.link for some relations. */
export const links = (urls: Record<string, string>) => ({
  link: Object.entries(urls).map(([relation, url]) => ({ relation, url })),
});

export const patient = (id: string, family = 'Testrider') => ({
  resourceType: 'Patient',
  id,
  name: [{ family, given: ['Sample'] }],
  birthDate: '1961-02-03',
});

/** Entries of a generated searchset, each with a document of `documentBytes` base64 characters. */
export interface LargeBundle {
  entries: number;
  documentBytes: number;
}

/** Text of one generated entry. */
export const largeEntry = (index: number, documentBytes: number) =>
  JSON.stringify({
    fullUrl: `https://source.example/fhir/DocumentReference/doc-${index}`,
    resource: {
      resourceType: 'DocumentReference',
      id: `doc-${index}`,
      status: 'current',
      content: [{ attachment: { contentType: 'application/pdf', data: 'QUJD'.repeat(documentBytes / 4) } }],
    },
    search: { mode: 'match' },
  });

/** Writes a searchset of any size with backpressure, so that the server holds no more of it than the client. */
export const large =
  ({ entries, documentBytes }: LargeBundle): Script =>
  async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+json' });
    await write(response, `{"resourceType":"Bundle","type":"searchset","entry":[`);
    for (let index = 0; index < entries; index += 1)
      await write(response, `${index ? ',' : ''}${largeEntry(index, documentBytes)}`);
    response.end(`],"total":${entries}}`);
  };

/** Resolves when there is room for more, or nobody reads any more. */
function write(response: ServerResponse, text: string): Promise<void> | undefined {
  if (response.write(text) || response.destroyed) return undefined;
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
