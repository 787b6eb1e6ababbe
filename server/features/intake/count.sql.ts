import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { firstIdAt } from '../../database/uuid.ts';

/** Whether a row is a word on a known ticket: its message is not the first. Instants can't tell, mail servers count in seconds. */
export const isReply = sql<boolean>`exists (select from messages as earlier where earlier.tenant_id = intake.tenant_id
  and earlier.ticket_id = intake.ticket_id and earlier.id < intake.message_id)`;

/** What came since an instant, by channel and state; words added to known tickets are told from tickets by their first message. */
export function countByState(ctx: Context, since: Date) {
  return ctx.db
    .selectFrom('intake')
    .select(['intake.channel', 'intake.state', ({ fn }) => fn.countAll<number>().as('many')])
    .select(isReply.as('is_reply'))
    .where('intake.tenant_id', '=', ctx.tenantId)
    .where('intake.id', '>=', firstIdAt(since)) // ids sort by time: the key itself serves as the index
    .groupBy(['intake.channel', 'intake.state', 'is_reply'])
    .execute();
}

/** The same for some rows. */
export async function statesOfRows(ctx: Context, ids: readonly string[]) {
  const { rows } = await sql<{ state: string; is_reply: boolean; many: number }>`
    select intake.state, ${isReply} as is_reply, count(*)::int as many
    from unnest(${[...ids]}::uuid[]) as wanted (id)
    join intake on intake.tenant_id = ${ctx.tenantId} and intake.id = wanted.id
    group by 1, 2`.execute(ctx.db);
  return rows;
}

export function countQuarantined(ctx: Context, most: number) {
  return ctx.db
    .selectFrom(
      ctx.db
        .selectFrom('intake')
        .select('id')
        .where('tenant_id', '=', ctx.tenantId)
        .where('state', '=', 'quarantined')
        .limit(most)
        .as('some'),
    )
    .select(({ fn }) => fn.countAll<number>().as('many'))
    .executeTakeFirstOrThrow();
}
