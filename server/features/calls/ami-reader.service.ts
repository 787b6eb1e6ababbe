import { isIP } from 'node:net';
import { type Context, contextOf, type Means } from '../../context.ts';
import { PrivatePlaceError } from '../../mail/places.ts';
import { type AmiLogin, type AmiTimes, type AmiTls, readAmi, readAmiAccount } from '../../phone/ami.ts';
import type { AmiBlock } from '../../phone/ami-blocks.ts';
import { AmiEvents } from '../../phone/ami-events.ts';
import { ExchangeError } from '../../phone/ask-exchange.ts';
import { UnreadableRecordError } from '../../phone/exchange-records.ts';
import { SealError } from '../../secrets.ts';
import { errorWords, isDatabaseAway } from '../intake/interpret.service.ts';
import { keepUnreadable } from './compare.service.ts';
import { secretOf, timezoneOf } from './connections.service.ts';
import { type ConnectionRecord, findConnection, noteReceived } from './connections.sql.ts';
import { noteSession } from './reconcile.sql.ts';
import { takeReport } from './take.service.ts';
import { findCallOf } from './take.sql.ts';

export interface ExchangeOf {
  readonly tenantId: string;
  readonly connectionId: string;
}

/** Reads an Asterisk's events until `ended`. Throws when the other side or the database fails; `onReady` when it is signed in. */
export async function readExchange(
  means: Means,
  { tenantId, connectionId }: ExchangeOf,
  times: AmiTimes,
  ended: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const ctx = contextOf(means, tenantId, { kind: 'system' });
  const connection = await findConnection(ctx, connectionId);
  if (!connection || ended.aborted) return;
  const events = new AmiEvents({ timezone: await timezoneOf(ctx, connection) });
  await readAmi(await loginOf(ctx, connection), times, ended, {
    async onReady() {
      onReady();
      await tellSession(ctx, connectionId, { isConnected: true, problem: null, said: null });
    },
    take: (block) => takeBlock(ctx, connection, events, block),
  });
}

async function loginOf(ctx: Context, connection: ConnectionRecord): Promise<AmiLogin> {
  const tls = connection.tls as AmiTls;
  const account = readAmiAccount(connection.provider_account, tls);
  const secret = secretOf(ctx, connection);
  if (account === null || secret === null) throw new ExchangeError('exchange_no_account');
  const { host, ...rest } = account;
  try {
    const place = await ctx.mail.placeOf(host);
    const servername = place.servername ?? (isIP(host) === 0 ? host : undefined);
    return { ...rest, secret, tls, address: place.host, servername };
  } catch (error) {
    if (error instanceof PrivatePlaceError) throw error;
    throw new ExchangeError('exchange_away', (error as { code?: string }).code ?? null, error);
  }
}

async function takeBlock(
  ctx: Context,
  connection: ConnectionRecord,
  events: AmiEvents,
  block: AmiBlock,
): Promise<void> {
  try {
    const isSeen = events.hasSeen(block);
    const event = events.read(block);
    if (event === null) return;
    // The end alone, of a call that began before we listened, says nothing of what came of it.
    const isEndAlone = event.kind === 'ended' && event.result === null && !isSeen;
    if (isEndAlone && !(await findCallOf(ctx, connection.id, event.callKey))) return;
    const raw = Buffer.from(block.raw);
    await takeReport(ctx, connection, { events: [event], raw, mediaType: 'text/plain' });
    await noteReceived(ctx, connection);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const isUnreadable = error instanceof UnreadableRecordError;
    if (!isUnreadable)
      ctx.log.warn(
        { err: error, connectionId: connection.id },
        'what an Asterisk told could not be taken in',
      );
    const words = isUnreadable ? error.message : errorWords(error);
    await keepUnreadable(ctx, connection, { raw: block.raw, error: words }, { records: 'ami' });
  }
}

export async function tellSession(
  ctx: Context,
  connectionId: string,
  state: { isConnected: boolean; problem: string | null; said: string | null },
): Promise<void> {
  try {
    if (!(await noteSession(ctx, connectionId, state))) return;
    const words = state.isConnected ? 'an Asterisk is heard' : 'an Asterisk is not heard';
    ctx.log[state.isConnected ? 'info' : 'warn']({ connectionId, ...state }, words);
    ctx.announce({ kind: 'intake' });
  } catch (err) {
    ctx.log.warn({ err, connectionId }, 'how it stands with an exchange could not be written');
  }
}

/** Why an exchange is not heard, as its row tells it. */
export function faultOf(error: unknown): { problem: string; said: string | null } {
  if (error instanceof ExchangeError) return { problem: error.fault, said: error.said };
  if (error instanceof SealError) return { problem: 'secret_unreadable', said: null };
  if (error instanceof PrivatePlaceError) return { problem: 'private_host', said: null };
  const { code, message } = error as { code?: string; message?: string };
  return { problem: 'calls_not_kept', said: (code ?? message ?? String(error)).slice(0, 300).toWellFormed() };
}
