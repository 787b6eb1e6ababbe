import { writeFileSync } from 'node:fs';
import autocannon from 'autocannon';
import type { LoadJob, LoadOutcome } from './load.ts';

// The load generator, a process of its own: reads its job from the first argument, prints the outcome as JSON.
const job = JSON.parse(process.argv[2] ?? '{}') as LoadJob;
const durationsMs: number[] = [];
const acknowledged: string[] = [];
let refused = 0;
let phone = job.phonesFrom ?? 0;

/** The published example's number with its digits counted on, so that each request is another customer's. */
function otherPhone(request: Buffer): Buffer {
  const copy = Buffer.from(request);
  const at = copy.indexOf('"phone":"');
  copy.write(
    `05${'02348'[Math.floor(phone / 10_000_000) % 5]}${String(phone % 10_000_000).padStart(7, '0')}`,
    at + 9,
  );
  phone += 1;
  return copy;
}

const result = await autocannon({
  url: job.url,
  connections: job.connections,
  duration: job.seconds,
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(job.token && { authorization: `Bearer ${job.token}` }) },
  body: job.body,
  setupClient(client) {
    client.on('response', (status, _bytes, durationMs) => {
      if (status === 201) durationsMs.push(durationMs);
      else refused += 1;
    });
    if (job.phonesFrom === undefined) return;
    // autocannon's own way to vary a request builds it anew each time and would be what is measured.
    const built = client.getRequestBuffer.bind(client);
    client.getRequestBuffer = () => otherPhone(built());
  },
  verifyBody(body) {
    const id = /^\{"id":"(\d+)"/.exec(body)?.[1];
    if (id !== undefined) acknowledged.push(id);
    return true;
  },
});

writeFileSync(job.acknowledgedFile, acknowledged.join('\n'));
durationsMs.sort((one, other) => one - other);
const at = (share: number) => durationsMs[Math.floor(durationsMs.length * share)] ?? Number.NaN;
const outcome: LoadOutcome = {
  perSecond: durationsMs.length / result.duration,
  p50Ms: at(0.5),
  p99Ms: at(0.99),
  refused,
  errors: result.errors + result.timeouts,
};
process.stdout.write(JSON.stringify(outcome));
