import { type Context, inTransaction } from '../../context.ts';
import type { BatchKind } from '../../database/batch.ts';
import { type ArrivalRow, insertArrivals, type Opened, settleAsTickets } from './arrive.sql.ts';
import { insertInquirers, matchInquirers } from './inquirers.service.ts';

/** What arrived, before its account is known. `account_name` names an account that has to be made. */
export interface Arrival extends ArrivalRow {
  readonly account_name: string | null;
}

type Write = (db: Context['db'], rows: readonly ArrivalRow[]) => Promise<readonly Opened[]>;

/** Opens tickets of things that just arrived: answers the number of each; null where the key was known. */
export function writingArrivals(ctx: Context): BatchKind<Arrival, number | null> {
  return {
    name: 'arrivals',
    bytesOf: ({ raw_bytes }) => raw_bytes,
    run: (arrivals) => write(ctx, arrivals, insertArrivals),
  };
}

/** Opens tickets of rows in the ledger; null where the row was settled meanwhile. */
export function settleArrivals(ctx: Context, arrivals: readonly Arrival[]): Promise<(number | null)[]> {
  return write(ctx, arrivals, settleAsTickets);
}

/** Each try that loses a newcomer to another process finds it at the next. */
const mostTries = 5;

async function write(ctx: Context, arrivals: readonly Arrival[], into: Write): Promise<(number | null)[]> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const opened = await tryToWrite(ctx, arrivals, into);
    if (opened === null) continue;
    const numbers = new Map(opened.map((row) => [row.ticket_id, row.number]));
    return arrivals.map((arrival) => numbers.get(arrival.ticket_id) ?? null);
  }
  throw new Error(`accounts of the same contacts were made meanwhile, ${mostTries} times`);
}

/** Null, and no ticket, when another process made an account of the same contact first. */
async function tryToWrite(
  ctx: Context,
  arrivals: readonly Arrival[],
  into: Write,
): Promise<readonly Opened[] | null> {
  const matched = await matchInquirers(ctx, arrivals);
  const rows = arrivals.map(({ account_name: _name, ...row }, index) => ({
    ...row,
    account_id: matched.accountIds[index] ?? null,
  }));
  if (matched.newcomers.length === 0) return into(ctx.db, rows);
  return inTransaction(ctx, async ({ db }) => {
    const isMine = await insertInquirers(db, matched.newcomers);
    return isMine ? into(db, rows) : null;
  });
}
