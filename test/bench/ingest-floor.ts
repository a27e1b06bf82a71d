// The least a durable receiver can do: node:http, and one row a request, committed to the disk before the answer.
import http from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(process.argv[2] as string);
database.exec(
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE pushes(id INTEGER PRIMARY KEY, body BLOB)',
);
const insert = database.prepare('INSERT INTO pushes(body) VALUES(?)');
const server = http.createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  insert.run(Buffer.concat(chunks));
  response.writeHead(200);
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(
    JSON.stringify({ submitAttachmentUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/` }),
  );
});
process.on('SIGTERM', () => process.exit(0));
