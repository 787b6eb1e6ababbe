import { uuidOf } from '../shared/id.ts';
import { withClient } from './databases.ts';

export interface RowCheck {
  readonly acknowledged: number;
  /** Acknowledged ids that are not in each table exactly once; must be 0. */
  readonly missing: number;
  /** Tickets that nobody was told of: their connection was closed at the end of a run. */
  readonly unacknowledged: number;
  /** Numbers between 1 and the highest that no ticket has; must be 0. */
  readonly gaps: number;
}

/** Whether every acknowledged ticket is there, with its message, event and ledger row, each exactly once. */
export async function checkRows(databaseUrl: string, wireIds: readonly string[]): Promise<RowCheck> {
  return withClient(databaseUrl, async (client) => {
    await client.query('create temporary table promised (id uuid primary key)');
    for (let at = 0; at < wireIds.length; at += 50_000) {
      const ids = wireIds.slice(at, at + 50_000).map(uuidOf);
      await client.query('insert into promised select unnest($1::uuid[])', [ids]);
    }
    const { rows } = await client.query<{ missing: number; tickets: number; gaps: number }>(`
      with kept as (
        select promised.id from promised
        join tickets on tickets.id = promised.id
        join messages on messages.tenant_id = tickets.tenant_id and messages.ticket_id = tickets.id
        join events on events.tenant_id = tickets.tenant_id and events.ticket_id = tickets.id and events.kind = 'opened'
        join intake on intake.tenant_id = tickets.tenant_id and intake.ticket_id = tickets.id
          and intake.message_id = messages.id and intake.state = 'ticket'
        group by promised.id having count(*) = 1
      )
      select (select count(*)::int from promised) - (select count(*)::int from kept) as missing,
        (select count(*)::int from tickets) as tickets,
        (select coalesce(max(number), 0)::int - count(*)::int from tickets) as gaps`);
    const [found] = rows;
    if (!found) throw new Error('the check of rows gave no answer');
    const { missing, tickets, gaps } = found;
    return { acknowledged: wireIds.length, missing, unacknowledged: tickets - wireIds.length, gaps };
  });
}
