// A FHIR server that answers the same searchset at once, so that a bench measures us and not it. Argument: entries.
import http from 'node:http';

const entries = Number(process.argv[2]);
const entry = (index: number) => ({
  fullUrl: `http://127.0.0.1/fhir/Observation/o${index}`,
  resource: {
    resourceType: 'Observation',
    id: `o${index}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '4548-4', display: 'Hemoglobin A1c' }] },
    subject: { reference: 'Patient/p1' },
    effectiveDateTime: '2026-01-01',
    valueQuantity: { value: 6.9, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
    note: [
      {
        text: 'A line of text that makes the resource about as long as a usual one, with room for what else it would say.'.repeat(
          4,
        ),
      },
    ],
  },
  search: { mode: 'match' },
});
const bundle = Buffer.from(
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'searchset',
    total: entries,
    entry: Array.from({ length: entries }, (_, i) => entry(i)),
  }),
);
const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': bundle.length });
  response.end(bundle);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/fhir`);
});
process.on('SIGTERM', () => process.exit(0));
