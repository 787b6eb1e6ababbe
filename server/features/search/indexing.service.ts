import { type Context, inTransaction } from '../../context.ts';
import { firstIdAt } from '../../database/uuid.ts';
import {
  deleteProgress,
  lockProgress,
  messagesAfter,
  type Progress,
  passedOver,
  readTexts,
  type SaidOfTicket,
  ticketsChanged,
  ticketsOfChangedAccounts,
  writeProgress,
  writeWords,
} from './indexing.sql.ts';
import { lexemesOf } from './words.ts';

const pageSize = 100;
const mostAccounts = 5;
/** Nobody has to know every second that nothing has changed. */
const idleMs = 30_000;
/** Ids and instants are made before their transaction ends: so much later nearly all of them are there. */
const settledMs = 1000;
/** And after so long all of them. */
const surelySettledMs = 180_000;

/** Writes the words of tickets that are new or changed, a page of them. `isAll`: there were no more. */
export async function indexPage(ctx: Context): Promise<{ done: number; isAll: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const place = await lockProgress(tx);
    if (!place) return { done: 0, isAll: true };
    const until = new Date(tx.now().getTime() - settledMs);
    const said = await messagesAfter(tx, place.message_id, firstIdAt(until), pageSize);
    const changed = await ticketsChanged(tx, place.tickets_at, until, pageSize);
    const renamed = await ticketsOfChangedAccounts(tx, place.accounts_at, until, mostAccounts);
    const ids = [
      ...said.map(({ ticket_id }) => ticket_id),
      ...changed.map(({ id }) => id),
      ...renamed.flatMap((account) => account.ids),
    ];
    await index(tx, ids);
    const reached = (rows: readonly { updated_at: Date }[], most: number) =>
      (rows.length === most ? rows.at(-1)?.updated_at : null) ?? until;
    const next: Progress = {
      message_id: said.at(-1)?.id ?? place.message_id,
      tickets_at: reached(changed, pageSize),
      accounts_at: reached(renamed, mostAccounts),
    };
    if (ids.length > 0 || until.getTime() - place.tickets_at.getTime() > idleMs)
      await writeProgress(tx, next);
    const isAll = said.length < pageSize && changed.length < pageSize && renamed.length < mostAccounts;
    return { done: ids.length, isAll };
  });
}

/** Finds what was passed over because it was written long before its transaction ended. Answers how many tickets. */
export async function indexPassedOver(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const place = await lockProgress(tx);
    if (!place) return 0;
    const from = firstIdAt(new Date(tx.now().getTime() - surelySettledMs));
    const ids = await passedOver(tx, from, place.message_id, 1000);
    await index(tx, ids);
    return ids.length;
  });
}

/** Writes all words anew, from the beginning: for what was written as of the past. */
export function indexAnew(ctx: Context): Promise<void> {
  return deleteProgress(ctx);
}

async function index(ctx: Context, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += pageSize) {
    const texts = await readTexts(ctx, wanted.slice(from, from + pageSize));
    await writeWords(
      ctx,
      texts.map((ticket) => ({
        ticket_id: ticket.id,
        messages: ticket.messages,
        words: lexemesOf(textsOf(ticket)),
      })),
    );
  }
}

/** The short ones first: where there is no room for all words, those of the longest conversation go. */
function* textsOf(ticket: SaidOfTicket): Generator<string> {
  yield String(ticket.number);
  const { subject, phone, email, name, company, contacts, files, said } = ticket;
  for (const text of [subject, phone, email, name, company, ...contacts, ...files]) if (text) yield text;
  for (const message of said) for (const text of message) if (text) yield text;
}
