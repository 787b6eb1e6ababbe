import { type Context, meansOf, requirePermission } from '../../context.ts';
import type { MailReader } from '../../mail/parse-pool.ts';
import { Problem } from '../../problem.ts';
import { countStatesOf, interpretItem } from '../intake/interpret.service.ts';
import { type Turn, Turns } from '../intake/turns.service.ts';
import { makeMailInterpreter } from './interpret.service.ts';
import { makeMailNaming } from './naming.service.ts';
import { takeMailFor } from './take.service.ts';

export interface ReplayAccount {
  readonly mails: number;
  readonly tickets: number;
  readonly replies: number;
  readonly duplicates: number;
  readonly ignored: number;
  readonly quarantined: number;
  /** For no mailbox of the tenant, empty or too large; each has its row. */
  readonly rejected: number;
  /** Rows that another process is reading just now. */
  readonly pending: number;
  readonly missing: number;
}

const atOnce = 16;
const largestMail = 500 * 1024 * 1024;

/**
 * Takes in mails of files by the way that all mail goes: file and ledger row first, then understood, here and now. Answers what
 * became of each. Interrupted, what was taken goes on in the running server; run again, what is there is a duplicate.
 */
export async function replayMails(
  ctx: Context,
  reader: MailReader,
  mails: AsyncIterable<Buffer>,
  options: { mailbox: string | null; onProgress: (done: number) => void },
): Promise<ReplayAccount> {
  requirePermission(ctx, 'mail:write');
  // Read here: a job for the running server would only do it a second time.
  const here: Context = { ...ctx, jobs: { enqueue: async () => undefined } };
  const interpreters = { email: makeMailInterpreter(reader, await makeMailNaming(ctx.db)) };
  const ids: string[] = [];
  const turns = new Turns();
  let place = 0;
  let [count, rejected] = [0, 0];
  const takeIn = async (raw: Buffer, turn: Turn) => {
    const id = await takeFile(here, raw, options.mailbox);
    if (id === null) rejected += 1;
    else {
      ids.push(id);
      await interpretItem(meansOf(here), interpreters, { tenantId: ctx.tenantId, intakeId: id }, turn);
    }
    count += 1;
    options.onProgress(count);
  };
  await eachOf(mails, (raw) => {
    place += 1;
    const turn = turns.enter(ctx.tenantId, String(place).padStart(12, '0'));
    return takeIn(raw, turn).finally(() => turn.leave());
  });
  const states = await countStatesOf(here, ids);
  return { mails: count, ...states, rejected, missing: count - rejected - ids.length };
}

/** The new row's id; null for a mail that was refused, which has its row too. */
async function takeFile(ctx: Context, raw: Buffer, to: string | null): Promise<string | null> {
  async function* content() {
    yield raw;
  }
  const mail = { to, content: content(), maxBytes: largestMail, envelope: { by: 'replay' } };
  try {
    return (await takeMailFor(ctx, mail)).intakeId;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

async function eachOf(mails: AsyncIterable<Buffer>, work: (raw: Buffer) => Promise<void>): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const raw of mails) {
    const one = work(raw).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= atOnce) await Promise.race(running);
  }
  await Promise.all(running);
}
