import { type Context, inTransaction } from '../../context.ts';
import { type ArrivalRow, insertArrivals, type Opened, settleAsTickets } from './arrive.sql.ts';
import { insertInquirers, matchInquirers } from './inquirers.service.ts';

/** What arrived, before its account is known. `account_name` names an account that has to be made. */
export interface Arrival extends ArrivalRow {
  readonly account_name: string | null;
}

type Write = (db: Context['db'], rows: readonly ArrivalRow[]) => Promise<readonly Opened[]>;

/** Opens tickets of things that just arrived: answers, in order, the number of each; null where the key was known. */
export function writeArrivals(ctx: Context, arrivals: readonly Arrival[]): Promise<(number | null)[]> {
  return write(ctx, arrivals, insertArrivals);
}

/** Opens tickets of rows in the ledger; null where the row was settled meanwhile. */
export function settleArrivals(ctx: Context, arrivals: readonly Arrival[]): Promise<(number | null)[]> {
  return write(ctx, arrivals, settleAsTickets);
}

async function write(ctx: Context, arrivals: readonly Arrival[], into: Write): Promise<(number | null)[]> {
  const matched = await matchInquirers(ctx, arrivals);
  const rows = arrivals.map(({ account_name: _name, ...row }, index) => ({
    ...row,
    account_id: matched.accountIds[index] ?? null,
  }));
  const opened =
    matched.newcomers.length === 0
      ? await into(ctx.db, rows)
      : await inTransaction(ctx, async ({ db }) => {
          await insertInquirers(db, matched.newcomers);
          return into(db, rows);
        });
  const numbers = new Map(opened.map((row) => [row.ticket_id, row.number]));
  return arrivals.map((arrival) => numbers.get(arrival.ticket_id) ?? null);
}
