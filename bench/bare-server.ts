import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// What a request costs before anything is done: reads the body and answers the JSON of the published example.
const answer = JSON.stringify({
  id: '271911966272026940869079307116515873576',
  message: 'טיקט נוצר בהצלחה',
  ticket_status: '233476065495939904005866822871905093425',
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    Buffer.concat(parts);
    response.writeHead(201, headers).end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
