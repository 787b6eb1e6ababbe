import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import type { Push, Reply } from '../../phone/adapter.ts';
import { fieldsOf } from '../../phone/fields.ts';
import { ivrReply, readIvr } from '../../phone/voicenter-ivr.ts';
import { popUpReply, readPopUp } from '../../phone/voicenter-popup.ts';
import type { ConnectionRecord } from './connections.sql.ts';
import { whoCalls } from './pop.service.ts';
import { findCallOf } from './take.sql.ts';

/** What an exchange asks of us with what it tells; null: nothing. */
export async function replyOf(ctx: Context, connection: ConnectionRecord, push: Push): Promise<Reply | null> {
  if (connection.provider !== 'voicenter') return null;
  if (push.part === 'popup') return popUpOf(ctx, connection, push);
  return push.part === 'ivr' ? ivrOf(ctx, push) : null;
}

async function popUpOf(ctx: Context, connection: ConnectionRecord, push: Push): Promise<Reply> {
  const event = readPopUp(fieldsOf(push));
  const [{ accounts, tickets }, call] = await Promise.all([
    whoCalls(ctx, (event.direction === 'in' ? event.from : event.to) ?? ''),
    findCallOf(ctx, connection.id, event.callKey),
  ]);
  const account = accounts.length === 1 ? accounts[0] : undefined;
  const { origin } = new URL(push.url);
  return popUpReply({
    url: call ? `${origin}/calls/${wireIdOf(call.id)}` : origin,
    name: account?.name ?? '',
    tickets: tickets.length,
    company: account?.company ?? '',
  });
}

async function ivrOf(ctx: Context, push: Push): Promise<Reply> {
  const { phone, isAboutOpen } = readIvr(fieldsOf(push));
  const { accounts, tickets } = await whoCalls(ctx, phone);
  const name = accounts.length === 1 ? (accounts[0]?.name ?? '') : '';
  return ivrReply(push.url, { name, openTicket: tickets[0]?.number ?? null, isAboutOpen });
}
