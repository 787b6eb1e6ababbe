import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { addMailbox, changeMailbox, listMailboxes, Mailbox } from '../../../shared/mailboxes.ts';
import { type Context, inTransaction, type ListRow, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import { type AuthorizationRecord, selectAuthorizations } from './authorizations.sql.ts';
import { type ConnectionRecord, selectConnections } from './connections.sql.ts';
import { connectionShown } from './connections.ts';
import {
  findMailbox,
  insertMailbox,
  type MailboxRecord,
  type MailboxValues,
  replaceAddresses,
  selectMailboxes,
  updateMailbox,
} from './mailboxes.sql.ts';
import { type SenderRecord, selectSenders } from './senders.sql.ts';
import { senderShown } from './senders.ts';
import { selectTicketAddresses, type TicketAddressRecord } from './ticket-address.sql.ts';

export async function listMailboxesOf(ctx: Context): Promise<AnswerOf<typeof listMailboxes>> {
  requirePermission(ctx, 'settings:read');
  const mailboxes = await selectMailboxes(ctx);
  const connections = byMailbox(await selectConnections(ctx));
  const senders = byMailbox(await selectSenders(ctx));
  const authorizations = byMailbox(await selectAuthorizations(ctx));
  const ticketAddresses = byMailbox(await selectTicketAddresses(ctx));
  const items = mailboxes.map((record) =>
    shown(record, {
      connection: connections.get(record.id),
      sender: senders.get(record.id),
      authorization: authorizations.get(record.id),
      ticketAddress: ticketAddresses.get(record.id),
    }),
  );
  return { items };
}

/**
 * Adds a mailbox; mail to its addresses is accepted from now on. Answers its uuid. Problems: `unknown_value` or
 * `inactive_value` for the lists, conflict address_taken.
 */
export async function addMailboxTo(ctx: Context, given: BodyOf<typeof addMailbox>): Promise<{ id: string }> {
  requirePermission(ctx, 'settings:write');
  await requireListed(ctx, given);
  const { addresses, department_id, priority_id, ticket_address } = given;
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    await insertMailbox(tx, id, { name: given.name.trim(), department_id, priority_id, ticket_address });
    await giveAddresses(tx, id, addresses);
    tx.announce({ kind: 'settings' });
  });
  return { id };
}

/** Changes a mailbox. Problems: not_found, `unknown_value` or `inactive_value` for the lists, conflict address_taken. */
export async function changeMailboxOf(
  ctx: Context,
  id: string,
  changes: BodyOf<typeof changeMailbox>,
): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await requireListed(ctx, changes);
  const { addresses, name, ...rest } = changes;
  const values: MailboxValues = { ...rest, ...(name !== undefined && { name: name.trim() }) };
  await inTransaction(ctx, async (tx) => {
    if (!(await updateMailbox(tx, id, values))) throw new Problem('not_found', 'not_found');
    if (addresses !== undefined) await giveAddresses(tx, id, addresses);
    tx.announce({ kind: 'settings' });
  });
}

/** Throws not_found. */
export async function requireMailbox(ctx: Context, id: string): Promise<void> {
  if (!(await findMailbox(ctx, id))) throw new Problem('not_found', 'not_found');
}

async function giveAddresses(ctx: Context, id: string, addresses: readonly string[]): Promise<void> {
  const isOurs = await replaceAddresses(ctx, id, [...new Set(addresses)]);
  if (isOurs) return;
  throw new Problem('conflict', 'address_taken', { fields: [{ field: 'addresses', code: 'address_taken' }] });
}

async function requireListed(
  ctx: Context,
  given: Pick<MailboxValues, 'department_id' | 'priority_id'>,
): Promise<void> {
  const { departments, priorities } = await ctx.lists.of(ctx.tenantId);
  const wrong = [
    ...wrongId('department_id', given.department_id, departments),
    ...wrongId('priority_id', given.priority_id, priorities),
  ];
  if (wrong.length > 0) throw badFields(wrong);
}

function wrongId(
  field: string,
  id: string | null | undefined,
  rows: ReadonlyMap<string, ListRow>,
): FieldProblem[] {
  if (id === null || id === undefined) return [];
  const row = rows.get(id);
  if (row?.isActive) return [];
  return [{ field, code: row ? 'inactive_value' : 'unknown_value' }];
}

const byMailbox = <T extends { mailbox_id: string }>(records: readonly T[]) =>
  new Map(records.map((record) => [record.mailbox_id, record]));

interface Belonging {
  readonly connection: ConnectionRecord | undefined;
  readonly sender: SenderRecord | undefined;
  readonly authorization: AuthorizationRecord | undefined;
  readonly ticketAddress: TicketAddressRecord | undefined;
}

function shown(
  record: MailboxRecord,
  { connection, sender, authorization, ticketAddress }: Belonging,
): Mailbox {
  const { department_id: department, priority_id: priority } = record;
  return {
    id: wireIdOf(record.id),
    name: record.name,
    addresses: [...record.addresses],
    department_id: department === null ? null : wireIdOf(department),
    priority_id: priority === null ? null : wireIdOf(priority),
    is_active: record.is_active,
    ticket_address: record.ticket_address as Mailbox['ticket_address'],
    uses_ticket_address: ticketAddress?.is_used ?? false,
    ticket_address_proven_at: ticketAddress?.proven_at?.toISOString() ?? null,
    created_at: record.created_at.toISOString(),
    last_received_at: record.last_received_at?.toISOString() ?? null,
    connection: connection ? connectionShown(connection) : null,
    sender: sender ? senderShown(sender) : null,
    authorization: authorization ? authorizationShown(authorization) : null,
  };
}

const authorizationShown = ({ provider, kind, username, granted_at }: AuthorizationRecord) => ({
  ...{ provider, kind, username },
  granted_at: granted_at.toISOString(),
});
