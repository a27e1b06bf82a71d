import type { QueryRequest } from '../../../shared/domain/task-request.ts';
import { type FakePartner, json, startPartner } from '../../fakes/partner/partner.ts';

/** A Task of the partner, as a test changes it: every change is a new version. */
export interface PartnerTask {
  /** The Task as the partner would return it now. */
  current(): Record<string, unknown> & { id: string; status: string };
  /** A new version with these members. */
  change(members: object): void;
}

/** A partner that takes a Task, keeps it and answers reads of it, with ETag and 304. */
export async function startTaskPartner(id = 'task-1'): Promise<FakePartner & { task: PartnerTask }> {
  const server = await startPartner();
  let [version, stored] = [0, { id, status: 'requested' } as Record<string, unknown> & { id: string; status: string }];
  const change = (members: object) => {
    version += 1;
    const meta = { versionId: `${version}`, lastUpdated: '2026-10-01T12:00:00Z' };
    stored = { ...stored, ...members, id, meta };
  };
  server.on('POST /Task', (seen, response) => {
    change(JSON.parse(seen.body));
    json(201, stored, { location: `${server.baseUrl}/Task/${id}/_history/1`, etag: 'W/"1"' })(seen, response);
  });
  server.on(`GET /Task/${id}`, (seen, response) => {
    const etag = `W/"${version}"`;
    if (seen.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else json(200, stored, { etag })(seen, response);
  });
  return { ...server, task: { current: () => stored, change } };
}

/** A data request that breaks no rule. */
export const dataRequest: QueryRequest = {
  kind: 'data-request-query',
  query: 'Observation?patient=pat-1&code=http://loinc.org|4548-4',
  patientId: 'pat-1',
  member: 'https://payer.example/members|M-77',
  requester: 'https://payer.example/ids|P1',
  owner: 'http://hl7.org/fhir/sid/us-npi|9941001015',
};
