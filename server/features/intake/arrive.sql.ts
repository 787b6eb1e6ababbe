import { CompiledQuery, type Kysely } from 'kysely';
import { prepared } from '../../database/prepared.ts';
import type { DB } from '../../database/schema.ts';

/**
 * A thing that arrived and the ticket that it opens. Instants are ISO texts, hashes are hex, `raw` is base64, and null when the
 * bytes are in the file store.
 */
export interface ArrivalRow {
  readonly tenant_id: string;
  readonly intake_id: string;
  readonly ticket_id: string;
  readonly message_id: string;
  readonly event_id: string;
  readonly channel: string;
  readonly source: string;
  readonly external_key: string;
  readonly raw: string | null;
  readonly raw_sha256: string;
  readonly raw_bytes: number;
  readonly media_type: string;
  readonly envelope: object;
  readonly sender: string | null;
  readonly at: string;
  readonly subject: string;
  readonly account_id: string | null;
  readonly owner_id: string | null;
  readonly department_id: string | null;
  readonly priority_id: string | null;
  readonly status_id: string;
  /** The status is of type closed. */
  readonly is_closed: boolean;
  readonly mailbox_id: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly actor: string;
  readonly author: string;
  readonly text: string;
  readonly html: string | null;
  readonly from_name: string | null;
  readonly from_address: string | null;
  readonly recipients: object | null;
  readonly mail_id: string | null;
  readonly in_reply_to: string | null;
  readonly thread_ids: readonly string[] | null;
  readonly sent_at: string | null;
  /** Hex; of a mail, what names it whichever way it came. */
  readonly content_key: string | null;
  /** What the mail is besides a word: `bulk`, or null. */
  readonly mail_kind: string | null;
  /** Why it opened a ticket although something in it names another; null: nothing does. */
  readonly threading?: object | null;
  /** The ticket that it may belong to. */
  readonly maybe_id?: string | null;
  /** Message-IDs that it answers and that nobody knew when its ticket was looked for. */
  readonly awaited_ids?: readonly string[];
  /** Its own Message-ID, unless that was answered then. */
  readonly awaited_answer?: string | null;
}

export interface Opened {
  readonly ticket_id: string;
  /** Or `namedMeanwhile`: nothing was written. */
  readonly number: number;
}

/** Another mail of the same conversation came in since the ticket of this one was looked for. */
export const namedMeanwhile = 0;

const columns = `tenant_id uuid, intake_id uuid, ticket_id uuid, message_id uuid, event_id uuid, channel text, source text,
  external_key text, raw text, raw_sha256 text, raw_bytes bigint, media_type text, envelope jsonb, sender text, at timestamptz,
  subject text, account_id uuid, owner_id uuid, department_id uuid, priority_id uuid, status_id uuid, is_closed boolean, mailbox_id uuid,
  phone text, email text, actor text, author text, text text, html text, from_name text, from_address text, recipients jsonb,
  mail_id text, in_reply_to text, thread_ids text[], sent_at timestamptz, content_key text, mail_kind text,
  threading jsonb, maybe_id uuid, awaited_ids text[], awaited_answer text`;

/** A new ledger row; a known external key makes none, and then nothing below it happens. */
const arriving = `insert into intake (tenant_id, id, channel, source, external_key, state, received_at, settled_at, raw,
    raw_sha256, raw_bytes, media_type, envelope, title, sender, ticket_id, message_id)
  select tenant_id, intake_id, channel, source, external_key, 'ticket', at, at, decode(raw, 'base64'), decode(raw_sha256, 'hex'),
    raw_bytes, media_type, envelope, left(subject, 200), left(sender, 200), ticket_id, message_id
  from input
  on conflict (tenant_id, channel, source, external_key) do nothing
  returning tenant_id, ticket_id`;

/**
 * A row that waits in the ledger; one that another process settled meanwhile is left alone. A row may be named twice (its job
 * was lost and found again): it is updated once, and its ticket says for which of the two.
 */
const settling = `update intake set state = 'ticket', settled_at = clock_timestamp(), ticket_id = input.ticket_id,
    message_id = input.message_id, title = left(input.subject, 200), sender = left(input.sender, 200), reason = null, error = null,
    content_key = decode(input.content_key, 'hex')
  from input
  where intake.tenant_id = input.tenant_id and intake.id = input.intake_id
    and intake.state in ('pending', 'quarantined', 'ignored', 'rejected')
  returning intake.tenant_id, intake.ticket_id`;

/**
 * Whether a mail has come in meanwhile that this one answers, or that answers it (as messages/threads.sql.ts looks for them). Each
 * name of each row is asked for by itself: anything else could be planned as a walk through all messages.
 */
const isNamed = `coalesce((select true from unnest(given.awaited_ids) as awaited (id) cross join lateral (
      select from messages as answered where answered.tenant_id = given.tenant_id and answered.message_id = awaited.id limit 1
    ) as found limit 1), false)
    or coalesce((select true from messages as answer where answer.tenant_id = given.tenant_id
      and answer.in_reply_to = given.awaited_answer and direction = 'inbound'
      and not exists (select from messages as known
        where known.tenant_id = given.tenant_id and known.message_id = given.awaited_answer) limit 1), false)`;

const allRows = `input as materialized (
  select * from json_to_recordset($1::json) as row(${columns})
)`;
const rowsApart = `given as materialized (
  select given.*, ${isNamed} as is_named from json_to_recordset($1::json) as given(${columns})
), input as materialized (
  select * from given where not is_named
)`;

/** One statement for many rows of any tenants: ledger, numbers without gaps, tickets, first messages, history. */
const statement = (input: string, ledger: string) => `with ${input}, ledger as (${ledger}
), counted as (
  update tenant_counters set value = value + arrived.many
  from (select tenant_id, count(*) as many from ledger group by tenant_id order by tenant_id) as arrived -- two batches lock in one order
  where tenant_counters.tenant_id = arrived.tenant_id and name = 'ticket'
  returning tenant_counters.tenant_id, value - arrived.many as base
), fresh as materialized (
  select input.*, base + row_number() over (partition by input.tenant_id order by input.intake_id) as number
  from input
  join ledger on ledger.tenant_id = input.tenant_id and ledger.ticket_id = input.ticket_id
  join counted on counted.tenant_id = input.tenant_id
), opened as (
  insert into tickets (tenant_id, id, number, subject, channel, account_id, owner_id, department_id, priority_id, status_id,
    mailbox_id, phone, email, waiting_since, created_at, updated_at, closed_at, maybe_id)
  select tenant_id, ticket_id, number, subject, channel, account_id, owner_id, department_id, priority_id, status_id,
    mailbox_id, phone, email, at, at, at, case when is_closed then at end, maybe_id
  from fresh
), said as (
  insert into messages (tenant_id, id, ticket_id, channel, direction, author, text, html, from_name, from_address, recipients,
    subject, message_id, in_reply_to, thread_ids, intake_id, created_at, sent_at, kind, threading)
  select tenant_id, message_id, ticket_id, channel, 'inbound', author, text, html, from_name, from_address, recipients,
    subject, mail_id, in_reply_to, thread_ids, intake_id, at, sent_at, mail_kind, threading
  from fresh
), noted as (
  insert into events (tenant_id, ticket_id, id, kind, actor, at)
  select tenant_id, ticket_id, event_id, 'opened', actor, at from fresh
)
select ticket_id, number::int8 from fresh`;

const arrivingStatement = prepared('arriving', statement(allRows, arriving));
// It looks for rows, and the plan of a young ledger reads all of it; autovacuum's first look at the grown one ends that.
const settlingStatement = prepared(
  'settling',
  `${statement(rowsApart, settling)}
union all select ticket_id, ${namedMeanwhile} from given where is_named`,
);

/** Texts that were cut may end in half a character, which PostgreSQL's JSON refuses and Unicode replaces by U+FFFD. */
function jsonOf(rows: readonly ArrivalRow[]): string {
  const json = JSON.stringify(rows);
  // Only half a character, or a text that spells one out, is written like this.
  if (!json.includes('\\ud')) return json;
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}

/** Writes things that just arrived. Those whose external key is known already are missing in the answer. */
export async function insertArrivals(
  db: Kysely<DB>,
  rows: readonly ArrivalRow[],
): Promise<readonly Opened[]> {
  const result = await db.executeQuery<Opened>(CompiledQuery.raw(arrivingStatement, [jsonOf(rows)]));
  return result.rows;
}

/** Opens tickets of rows that are in the ledger. Those that were settled meanwhile are missing in the answer. */
export async function settleAsTickets(
  db: Kysely<DB>,
  rows: readonly ArrivalRow[],
): Promise<readonly Opened[]> {
  const result = await db.executeQuery<Opened>(CompiledQuery.raw(settlingStatement, [jsonOf(rows)]));
  return result.rows;
}
