import { CompiledQuery, type Kysely } from 'kysely';
import { prepared } from '../../database/prepared.ts';
import type { DB } from '../../database/schema.ts';

export interface ArrivedMail {
  readonly tenant_id: string;
  readonly id: string;
  readonly source: string;
  readonly external_key: string;
  readonly received_at: string;
  readonly raw_sha256: string;
  readonly raw_bytes: number;
  readonly envelope: object;
}

const mailColumns = `tenant_id uuid, id uuid, source text, external_key text, received_at timestamptz, raw_sha256 text,
  raw_bytes bigint, envelope jsonb`;

/** Ledger rows of mail that just arrived, to be interpreted later. Answers the ids of those whose content is new at its source. */
export async function insertPending(
  db: Kysely<DB>,
  rows: readonly ArrivedMail[],
): Promise<ReadonlySet<string>> {
  const result = await db.executeQuery<{ id: string }>(
    CompiledQuery.raw(insertPendingStatement, [JSON.stringify(rows)]),
  );
  return new Set(result.rows.map((row) => row.id));
}

const insertPendingStatement = prepared(
  'insert_pending',
  `insert into intake (tenant_id, id, channel, source, external_key, state, received_at, raw_sha256, raw_bytes,
      media_type, envelope, sender)
    select tenant_id, id, 'email', source, external_key, 'pending', received_at, decode(raw_sha256, 'hex'), raw_bytes,
      'message/rfc822', envelope, nullif(envelope->>'from', '') -- until the mail itself is read
    from json_to_recordset($1::json) as row(${mailColumns})
    order by source, external_key -- two batches with the same mails wait for each other in one order
    on conflict (tenant_id, channel, source, external_key) do nothing
    returning id`,
);

/** Ledger rows of mail whose key is known: duplicates of the row that has it. */
export async function insertDuplicates(db: Kysely<DB>, rows: readonly ArrivedMail[]): Promise<void> {
  const text = `insert into intake (tenant_id, id, channel, source, external_key, state, received_at, settled_at, raw_sha256,
      raw_bytes, media_type, envelope, title, sender, duplicate_of)
    select row.tenant_id, row.id, 'email', row.source, row.id::text, 'duplicate', row.received_at, row.received_at,
      first.raw_sha256, row.raw_bytes, 'message/rfc822', row.envelope, first.title, first.sender, first.id
    from json_to_recordset($1::json) as row(${mailColumns})
    join intake as first on first.tenant_id = row.tenant_id and first.channel = 'email' and first.source = row.source
      and first.external_key = row.external_key`;
  await db.executeQuery(CompiledQuery.raw(text, [JSON.stringify(rows)]));
}

/** By the id of each of these rows: the row that has its content at its source. */
export async function findFirsts(
  db: Kysely<DB>,
  rows: readonly ArrivedMail[],
): Promise<ReadonlyMap<string, string>> {
  const text = `select row.id, first.id as first_id from json_to_recordset($1::json) as row(${mailColumns})
    join intake as first on first.tenant_id = row.tenant_id and first.channel = 'email' and first.source = row.source
      and first.external_key = row.external_key`;
  const result = await db.executeQuery<{ id: string; first_id: string }>(
    CompiledQuery.raw(text, [JSON.stringify(rows)]),
  );
  return new Map(result.rows.map((row) => [row.id, row.first_id]));
}
