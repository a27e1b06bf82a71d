// The least a durable receiver can do: node:http, and one row a request, committed to the disk before the answer. Bodies of more than a
// megabyte go to a file as they pass, which is on the disk before the row that names it.
import { createWriteStream } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';

const file = process.argv[2] as string;
const database = new DatabaseSync(file);
database.exec(
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE pushes(id INTEGER PRIMARY KEY, body BLOB, file TEXT)',
);
const insert = database.prepare('INSERT INTO pushes(body, file) VALUES(?, ?)');
let files = 0;

async function store(request: http.IncomingMessage): Promise<void> {
  if (Number(request.headers['content-length']) > 1_048_576) {
    files += 1;
    const name = path.join(path.dirname(file), `floor-${files}`);
    await pipeline(request, createWriteStream(name, { flush: true }));
    insert.run(null, name);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  insert.run(Buffer.concat(chunks), null);
}

const server = http.createServer(async (request, response) => {
  await store(request);
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
