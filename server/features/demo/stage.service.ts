import { type Context, contextOf, type Means } from '../../context.ts';
import { BatchWriter } from '../../database/batch.ts';
import { withIdsOf } from '../../database/uuid.ts';
import type { makeMailInterpreter } from '../email/interpret.service.ts';
import type { MailNaming } from '../messages/write.service.ts';

/** Who and what the demo's inquiries meet, as database uuids. */
export interface Stage {
  readonly now: Date;
  /** In the order of the team. */
  readonly users: readonly string[];
  readonly manager: string;
  readonly client: string;
  readonly desks: readonly string[];
  readonly urgencies: readonly string[];
  readonly statuses: Readonly<Record<'open' | 'in_progress' | 'waiting' | 'closed', string>>;
  readonly mailbox: Mailbox;
  readonly salesMailbox: Mailbox;
  readonly naming: MailNaming;
  readonly interpreter: ReturnType<typeof makeMailInterpreter>;
}

export interface Mailbox {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/**
 * The means of one moment of the past: its clock, nobody to tell (the end tells everybody at once), and no jobs: what the demo
 * would put in a queue it does itself in the same step.
 */
function meansAt(ctx: Context, at: Date): Means {
  return {
    ...ctx,
    now: () => at,
    announce: () => undefined,
    jobs: { enqueue: async () => undefined },
    writer: new BatchWriter(),
  };
}

/** Does a verb as if it were `at`: its instants and the time in its ids are of that moment. */
export function happen<T>(
  ctx: Context,
  at: Date,
  actor: Context['actor'],
  verb: (ctx: Context, means: Means) => Promise<T>,
): Promise<T> {
  const means = meansAt(ctx, at);
  return withIdsOf(at, () => verb(contextOf(means, ctx.tenantId, actor), means));
}
