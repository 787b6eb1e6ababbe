import type { AnswerOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { IntakeRow, listIntake, readIntake, summariseIntake } from '../../../shared/intake.ts';
import type { countTickets } from '../../../shared/tickets.ts';
import { type Context, requirePermission } from '../../context.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import { Problem } from '../../problem.ts';
import { countTicketsOf } from '../tickets/tickets.service.ts';
import { countByState, countQuarantined } from './count.sql.ts';
import { findRaw, ignoreRow, unignoreRow } from './intake.sql.ts';
import { interpretAgain } from './interpret.service.ts';
import { findRow, type IntakeRecord, listRows, sourceNames } from './ledger.sql.ts';

const rawTextBytes = 64 * 1024;
const mostCounted = 1000;

/** The ledger, newest first, a page at a time. */
export async function listIntakeOf(
  ctx: Context,
  query: QueryOf<typeof listIntake>,
): Promise<AnswerOf<typeof listIntake>> {
  requirePermission(ctx, 'intake:read');
  const before = query.after === undefined ? null : (readPageKey(query.after, ['uuid'], 'after')[0] ?? null);
  const { state, channel, since, settled_as, mailbox, day } = query;
  const filter = {
    state,
    channel,
    since: since === undefined ? undefined : new Date(since),
    isReply: settled_as === undefined ? undefined : settled_as === 'reply',
    mailbox,
    day: day === undefined ? undefined : { date: day, timezone: (await ctx.lists.of(ctx.tenantId)).timezone },
  };
  const records = await listRows(ctx, filter, before, query.limit + 1);
  const page = records.slice(0, query.limit);
  const last = records.length > query.limit ? page.at(-1) : undefined;
  const names = await sourceNames(
    ctx,
    page.map((record) => record.source),
  );
  return { items: page.map((record) => rowShown(record, names)), after: last ? pageKey([last.id]) : null };
}

function rowShown(record: IntakeRecord, names: ReadonlyMap<string, string>): IntakeRow {
  return {
    id: wireIdOf(record.id),
    channel: record.channel as IntakeRow['channel'],
    source: names.get(record.source) ?? '',
    state: record.state as IntakeRow['state'],
    received_at: record.received_at.toISOString(),
    settled_at: record.settled_at?.toISOString() ?? null,
    title: record.title,
    sender: record.sender,
    raw_bytes: record.raw_bytes,
    ticket_number: record.ticket_number,
    duplicate_of: record.duplicate_of === null ? null : wireIdOf(record.duplicate_of),
    reason: record.reason,
    error: record.error,
    attempts: record.attempts,
  };
}

async function requireRow(ctx: Context, id: string): Promise<IntakeRecord> {
  const record = await findRow(ctx, id);
  if (!record) throw new Problem('not_found', 'not_found');
  return record;
}

export async function readIntakeRow(ctx: Context, id: string): Promise<IntakeRow> {
  const record = await requireRow(ctx, id);
  return rowShown(record, await sourceNames(ctx, [record.source]));
}

export async function readIntakeOf(ctx: Context, id: string): Promise<AnswerOf<typeof readIntake>> {
  requirePermission(ctx, 'intake:read');
  const record = await requireRow(ctx, id);
  const raw = await readRaw(ctx, id);
  return {
    ...rowShown(record, await sourceNames(ctx, [record.source])),
    raw_sha256: record.raw_sha256.toString('hex'),
    media_type: record.media_type,
    envelope: record.envelope as Record<string, unknown>,
    raw_text: raw.subarray(0, rawTextBytes).toString('utf8').toWellFormed(),
  };
}

/** The bytes as they came. */
export async function readRaw(ctx: Context, id: string): Promise<Buffer> {
  return (await readRawFile(ctx, id)).raw;
}

/** The bytes as they came, and what a file of them is called. */
export async function readRawFile(ctx: Context, id: string): Promise<{ raw: Buffer; name: string }> {
  const row = await rawOfItem(ctx, id);
  const raw = row.raw ?? (await ctx.files.read(ctx.tenantId, row.raw_sha256));
  return { raw, name: `intake-${wireIdOf(row.id)}.${extensionOf(row.media_type)}` };
}

/** A row's bytes, or their name in the file store. Throws not_found. */
export async function rawOfItem(ctx: Context, id: string) {
  requirePermission(ctx, 'intake:read');
  const row = await findRaw(ctx, id);
  if (!row) throw new Problem('not_found', 'not_found');
  return row;
}

function extensionOf(mediaType: string): string {
  if (mediaType.startsWith('message/rfc822')) return 'eml';
  return /^application\/([\w.-]+\+)?json\b/.test(mediaType) ? 'json' : 'txt';
}

/** By channel, the states out of which an item can be read again. A call is ignored by what it is, not by how it reads. */
const readAgain: Readonly<Record<string, readonly string[]>> = {
  email: ['quarantined', 'ignored'],
  phone: ['quarantined'],
};

/**
 * Interprets a quarantined or ignored item again from its raw copy; one that a rule ignored is now read as an inquiry, since a
 * person asks for it. Throws conflict nothing_to_retry for others, and for API bodies.
 */
export async function retryIntakeOf(ctx: Context, id: string): Promise<IntakeRow> {
  requirePermission(ctx, 'intake:write');
  const record = await requireRow(ctx, id);
  const isWanted = record.state === 'ignored';
  const from = readAgain[record.channel];
  const isAgain = from !== undefined && (await interpretAgain(ctx, id, from, { isWanted }));
  if (!isAgain) throw new Problem('conflict', 'nothing_to_retry');
  return readIntakeRow(ctx, id);
}

/** A person decides that an item is no inquiry. */
export async function ignoreIntakeOf(ctx: Context, id: string, reason: string): Promise<void> {
  requirePermission(ctx, 'intake:write');
  await requireRow(ctx, id);
  const by =
    ctx.actor.kind === 'user' ? (await ctx.lists.of(ctx.tenantId)).users.get(ctx.actor.id)?.name : undefined;
  const words = by === undefined ? reason : `${reason} (${by})`;
  if (!(await ignoreRow(ctx, id, words))) throw new Problem('conflict', 'already_settled');
  ctx.announce({ kind: 'intake' });
}

/** Takes that decision back. */
export async function unignoreIntakeOf(ctx: Context, id: string): Promise<IntakeRow> {
  requirePermission(ctx, 'intake:write');
  await requireRow(ctx, id);
  if (!(await unignoreRow(ctx, id))) throw new Problem('conflict', 'already_settled');
  ctx.announce({ kind: 'intake' });
  return readIntakeRow(ctx, id);
}

/** What came since an instant and what became of it. */
export async function summariseIntakeOf(
  ctx: Context,
  query: QueryOf<typeof summariseIntake>,
): Promise<AnswerOf<typeof summariseIntake>> {
  requirePermission(ctx, 'intake:read');
  const counted = await countByState(ctx, new Date(query.since));
  const channels = Map.groupBy(counted, (row) => row.channel);
  return {
    channels: [...channels].map(([channel, rows]) => {
      const many = (state: string, isReply?: boolean) =>
        rows
          .filter((row) => row.state === state && (isReply === undefined || row.is_reply === isReply))
          .reduce((sum, row) => sum + row.many, 0);
      return {
        channel: channel as IntakeRow['channel'],
        total: rows.reduce((sum, row) => sum + row.many, 0),
        tickets: many('ticket', false),
        replies: many('ticket', true),
        duplicate: many('duplicate'),
        ignored: many('ignored'),
        rejected: many('rejected'),
        quarantined: many('quarantined'),
        pending: many('pending'),
      };
    }),
  };
}

/** The numbers on the console's navigation, each counted up to 1,000. */
export async function countAll(ctx: Context): Promise<AnswerOf<typeof countTickets>> {
  const [tickets, quarantined] = await Promise.all([countTicketsOf(ctx), countQuarantined(ctx, mostCounted)]);
  return { ...tickets, quarantined: quarantined.many };
}
