import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { wireIdOf } from '../../shared/id.ts';
import type { AppProcess } from './app-process.ts';

/** One thing that somebody sends until it is taken: a ticket by API with an Idempotency-Key, or a mail. */
export interface Sending {
  readonly kind: 'api' | 'mail';
  /** Names it: key and subject of a ticket, subject of a mail. */
  readonly key: string;
  /** Whether we were told "taken": HTTP 201, SMTP 250. */
  isTaken: boolean;
  /** The id that the 201 told. */
  id: string | null;
}

export interface Sender {
  readonly token: string;
  readonly mailAddress: string;
}

const status = '233476065495939904005866822871905093425';
let count = 0;

/** Sends new things from several connections until told to end; what fails is kept as not taken. */
export async function sendUntil(
  ended: AbortSignal,
  app: AppProcess,
  sender: Sender,
  sent: Sending[],
): Promise<void> {
  const one = async (kind: Sending['kind']) => {
    while (!ended.aborted) {
      count += 1;
      const sending = { kind, key: `${kind}-${count}`, isTaken: false, id: null };
      sent.push(sending);
      await send(app, sender, sending);
      if (!sending.isTaken) await sleep(20);
    }
  };
  await Promise.all([...Array(6).fill('api'), ...Array(3).fill('mail')].map(one));
}

/** Sends again what was not taken, the same bytes and key, as clients do; false when something is still refused. */
export async function sendAgain(app: AppProcess, sender: Sender, sent: readonly Sending[]): Promise<boolean> {
  const isMissing = ({ isTaken }: Sending) => !isTaken;
  for (let attempt = 0; attempt < 40 && sent.some(isMissing); attempt += 1) {
    if (attempt > 0) await sleep(250);
    await Promise.all(sent.filter(isMissing).map((sending) => send(app, sender, sending)));
  }
  return !sent.some(isMissing);
}

async function send(app: AppProcess, sender: Sender, sending: Sending): Promise<void> {
  try {
    if (sending.kind === 'mail') await sendMail(app, sender, sending.key);
    else sending.id = await createTicket(app, sender, sending.key);
    sending.isTaken = true;
  } catch {
    // Refused, cut off or not there: whoever sends does not know whether it was taken.
  }
}

async function createTicket(app: AppProcess, { token }: Sender, key: string): Promise<string> {
  const answer = await fetch(`${app.url}/v2/tickets/create`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ subject: key, msg: 'היכן ההזמנה?', status, email: `${key}@example.com` }),
    signal: AbortSignal.timeout(10_000),
  });
  const body = (await answer.json()) as { id: string };
  if (answer.status !== 201) throw new Error(`${answer.status}`);
  return body.id;
}

function rawMail(key: string, to: string): Buffer {
  const lines = [
    `From: ${key}@example.org`,
    `To: ${to}`,
    `Subject: ${key}`,
    `Message-ID: <${key}@example.org>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'היכן ההזמנה?',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

async function sendMail(app: AppProcess, { mailAddress }: Sender, key: string): Promise<void> {
  const timeouts = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 10_000 };
  const transport = createTransport({ host: '127.0.0.1', port: app.smtpPort, ignoreTLS: true, ...timeouts });
  try {
    const envelope = { from: `${key}@example.org`, to: mailAddress };
    await transport.sendMail({ envelope, raw: rawMail(key, mailAddress) });
  } finally {
    transport.close();
  }
}

/** What the database holds, read past the app. */
export interface Kept {
  /** By key; how many tickets have it, and of the first how many rows belong to it. */
  readonly tickets: ReadonlyMap<string, KeptTicket[]>;
  /** SHA-256 of the mails in the ledger that are not duplicates, with how many rows each has. */
  readonly mails: ReadonlyMap<string, number>;
  readonly states: Readonly<Record<string, number>>;
  readonly highestNumber: number;
}

interface KeptTicket {
  readonly key: string;
  readonly id: string;
  readonly messages: number;
  readonly opened: number;
  readonly ledger: number;
}

export async function readKept(connection: pg.ClientConfig): Promise<Kept> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    // One instant for all three: the app goes on working meanwhile.
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<KeptTicket & { number: string }>(`
      select t.subject as key, t.id, t.number, coalesce(m.many, 0)::int as messages,
        coalesce(e.many, 0)::int as opened, coalesce(i.many, 0)::int as ledger
      from tickets t
      left join (select ticket_id, count(*) as many from messages group by 1) m on m.ticket_id = t.id
      left join (select ticket_id, count(*) as many from events where kind = 'opened' group by 1) e on e.ticket_id = t.id
      left join (select ticket_id, count(*) as many from intake where state = 'ticket' group by 1) i on i.ticket_id = t.id`);
    const mails = await client.query<{ hash: string; many: number }>(`
      select encode(raw_sha256, 'hex') as hash, count(*)::int as many from intake
      where channel = 'email' and state <> 'duplicate' group by 1`);
    const states = await client.query<{ state: string; many: number }>(
      'select state, count(*)::int as many from intake group by 1',
    );
    return {
      tickets: Map.groupBy(rows, ({ key }) => key),
      mails: new Map(mails.rows.map(({ hash, many }) => [hash, many])),
      states: Object.fromEntries(states.rows.map(({ state, many }) => [state, many])),
      highestNumber: Math.max(0, ...rows.map(({ number }) => Number(number))),
    };
  } finally {
    await client.end();
  }
}

/** What is wrong; empty when everything that was taken is there exactly once, and nothing else twice. */
export function mistakesIn(kept: Kept, sent: readonly Sending[], mailAddress: string): string[] {
  return sent.flatMap((sending) => {
    const tickets = kept.tickets.get(sending.key) ?? [];
    const isWhole = tickets.every(({ messages, opened, ledger }) => messages * opened * ledger === 1);
    if (tickets.length > 1 || !isWhole) return [`${sending.key}: ${JSON.stringify(tickets)}`];
    const isThere = !sending.isTaken || hasTaken(kept, sending, mailAddress);
    return isThere ? [] : [`${sending.key}: taken and not there`];
  });
}

function hasTaken(kept: Kept, { kind, key, id }: Sending, mailAddress: string): boolean {
  if (kind === 'api') return kept.tickets.get(key)?.some((ticket) => wireIdOf(ticket.id) === id) ?? false;
  const hash = createHash('sha256').update(rawMail(key, mailAddress)).digest('hex');
  return kept.mails.get(hash) === 1;
}
