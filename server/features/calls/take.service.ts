import { createHash } from 'node:crypto';
import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { UnreadablePushError } from '../../phone/adapter.ts';
import type { PhoneEvent } from '../../phone/event.ts';
import { matchAccounts, phoneOf } from '../accounts/accounts.service.ts';
import { eventsOf } from './calls.sql.ts';
import type { ConnectionRecord } from './connections.sql.ts';
import { type ReducedCall, reduceCall, type Told } from './reduce.ts';
import { settleCall } from './settle.service.ts';
import {
  beginEarlier,
  type CallValues,
  insertCall,
  insertEvents,
  insertLedgerRow,
  keyOfWhole,
  lockCallOf,
  updateCall,
} from './take.sql.ts';
import { usersNamed } from './user-phones.service.ts';

/** Something that an exchange said: the events in it and its bytes. */
export interface TakenReport {
  readonly events: readonly PhoneEvent[];
  readonly raw: Buffer;
  readonly mediaType: string;
  readonly isPulled?: boolean;
  readonly isTest?: boolean;
}

export interface TakenCall {
  readonly id: string;
  /** Nothing of it was known. */
  readonly isNew: boolean;
  /** Nothing new was in it. */
  readonly isKnown: boolean;
  /** When it had begun as far as we knew; null: nothing was known. */
  readonly startedBefore: Date | null;
}

const textLimit = 300;
/** At so many of us one call may ring. */
const mostNames = 200;
const mostTries = 3;
/** Of a call that began before, nothing more is told. */
const longestCallMs = 24 * 3_600_000;

/**
 * Takes what an exchange said of calls: ledger row, event, call and all that follows from it in one commit for each call; only
 * then the exchange is told "taken". What it said before changes nothing.
 */
export async function takeReport(
  ctx: Context,
  connection: ConnectionRecord,
  report: TakenReport,
): Promise<TakenCall[]> {
  // Before the transaction: who waits for a caller's lock holds a connection, and must not need another.
  await ctx.lists.of(ctx.tenantId);
  const taken: TakenCall[] = [];
  for (const [callKey, events] of Map.groupBy(report.events.map(keepable), (event) => event.callKey))
    taken.push(await tryingAgain(() => takeCall(ctx, connection, callKey, { ...report, events })));
  return taken;
}

/** Two that lock the same tickets in another order wait for each other: one of them begins anew. */
async function tryingAgain<T>(take: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await take();
    } catch (error) {
      const isRace = /^(40P01|40001|23505)$/.test((error as { code?: string }).code ?? '');
      if (!isRace || tries === mostTries) throw error;
    }
  }
}

/** Without what no text of the database can hold (U+0000 and halves of characters), and no longer than it can hold. */
function keepable(event: PhoneEvent): PhoneEvent {
  const json = JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
  );
  const kept = JSON.parse(json) as PhoneEvent;
  const names = (given: readonly string[]) =>
    given.slice(0, mostNames).map((name) => name.slice(0, textLimit));
  return {
    ...kept,
    callKey: keyWithin(kept.callKey),
    eventKey: keyWithin(kept.eventKey),
    ringing: names(kept.ringing),
    answeredBy: names(kept.answeredBy),
    said: kept.said.slice(0, 10 * textLimit),
  };
}

/** Different ones stay different. */
function keyWithin(key: string): string {
  if (key.length <= textLimit) return key;
  return `${key.slice(0, textLimit)} ${createHash('sha256').update(key).digest('hex')}`;
}

async function takeCall(
  ctx: Context,
  connection: ConnectionRecord,
  callKey: string,
  report: TakenReport,
): Promise<TakenCall> {
  return inTransaction(ctx, async (tx) => {
    const known = await lockTold(tx, connection.id, callKey, report.events);
    if (!known && report.events.every(({ kind }) => kind === 'recording'))
      throw new UnreadablePushError('the call that was recorded is not known');
    const taken = known
      ? await addToCall(tx, known, report)
      : ((await beginCall(tx, connection, callKey, report)) ??
        (await addToCall(tx, await requireLockedCall(tx, connection.id, callKey), report)));
    if (taken.isKnown) return taken;
    await settleCall(tx, connection, taken.id, taken.startedBefore);
    tx.announce({ kind: 'call', ids: [wireIdOf(taken.id)] });
    tx.announce({ kind: 'intake' });
    return taken;
  });
}

/** The call that this is told of; of a part that came under its own id alone, the call that it is part of. */
async function lockTold(
  tx: Context,
  connectionId: string,
  callKey: string,
  events: readonly PhoneEvent[],
): Promise<LockedCall | undefined> {
  const known = await lockCallOf(tx, connectionId, callKey);
  if (known || !events.some(({ mayBePart }) => mayBePart)) return known;
  const whole = await keyOfWhole(tx, connectionId, callKey, new Date(tx.now().getTime() - longestCallMs));
  return whole === undefined ? undefined : lockCallOf(tx, connectionId, whole);
}

/** Null when another process began it meanwhile. */
async function beginCall(
  tx: Context,
  connection: ConnectionRecord,
  callKey: string,
  report: TakenReport,
): Promise<TakenCall | null> {
  const receivedAt = tx.now();
  const reduced = reduceCall(report.events.map((event) => ({ event, receivedAt })));
  const values = await valuesOf(tx, reduced, null);
  const [intakeId, id] = [newId(), newId()];
  const isFirst = await insertLedgerRow(tx, {
    intakeId,
    connectionId: connection.id,
    callKey,
    startedAt: new Date(Math.min(reduced.startedAt.getTime(), receivedAt.getTime())),
    raw: report.raw,
    rawSha256: createHash('sha256').update(report.raw).digest(),
    mediaType: report.mediaType,
    sender: (values.direction === 'in' ? values.from_shown : values.to_shown) || null,
  });
  if (!isFirst) return null;
  await insertCall(tx, {
    ...values,
    is_test: report.isTest ?? false,
    ...{ id, connection_id: connection.id, call_key: callKey, intake_id: intakeId },
    is_pulled: report.isPulled ?? false,
  });
  await insertEvents(tx, id, eventRows(report.events, null, receivedAt));
  return { id, isNew: true, isKnown: false, startedBefore: null };
}

type LockedCall = NonNullable<Awaited<ReturnType<typeof lockCallOf>>>;

async function addToCall(tx: Context, call: LockedCall, report: TakenReport): Promise<TakenCall> {
  const fresh = await insertEvents(tx, call.id, eventRows(report.events, report.raw, tx.now()));
  const known = { id: call.id, isNew: false, startedBefore: call.started_at };
  if (fresh === 0) return { ...known, isKnown: true };
  const told = (await eventsOf(tx, call.id)).map(
    ({ event, received_at }): Told => ({ event: event as unknown as PhoneEvent, receivedAt: received_at }),
  );
  const { is_test: _, ...values } = await valuesOf(tx, reduceCall(told), call.account_id);
  // The exchange's own records have it.
  const found = report.isPulled ? { is_unbooked: false } : {};
  await updateCall(tx, call.id, { ...values, ...found });
  if (values.started_at < call.started_at) await beginEarlier(tx, call.intake_id, values.started_at);
  return { ...known, isKnown: false };
}

async function requireLockedCall(tx: Context, connectionId: string, callKey: string): Promise<LockedCall> {
  const call = await lockCallOf(tx, connectionId, callKey);
  if (!call) throw new Error('a ledger row of this call is there, and its call is not');
  return call;
}

function eventRows(events: readonly PhoneEvent[], raw: Buffer | null, receivedAt: Date) {
  const byKey = new Map(events.map((event) => [event.eventKey, event]));
  return [...byKey].map(([key, event], index) => ({ key, event, raw: index === 0 ? raw : null, receivedAt }));
}

/** With the users, numbers and the account that are meant. */
async function valuesOf(ctx: Context, call: ReducedCall, accountId: string | null): Promise<CallValues> {
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const [from, to] = [numberOf(call.from, phoneRegion), numberOf(call.to, phoneRegion)];
  const party = (call.direction === 'in' ? from : to).value || null;
  const [users, ringing, account] = await Promise.all([
    usersNamed(ctx, call.answeredBy),
    call.state === 'ringing' ? usersNamed(ctx, call.ringing) : [],
    accountId ?? accountOf(ctx, party),
  ]);
  return {
    direction: call.direction,
    ...{ from_value: from.value, from_shown: from.shown, to_value: to.value, to_shown: to.shown, party },
    queue: call.queue?.slice(0, textLimit) ?? null,
    state: call.state,
    result: call.result,
    is_blocked: call.isBlocked,
    user_id: users[0] ?? null,
    answered_by: call.answeredBy[0]?.slice(0, textLimit) ?? null,
    ringing,
    account_id: account,
    waiting_seconds: call.waitingSeconds,
    talking_seconds: call.talkingSeconds,
    started_at: call.startedAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    recording_url: addressOf(call.recordingUrl),
    ivr_path: [...call.ivrPath],
    custom: JSON.stringify(call.custom),
    is_test: false,
  };
}

/** It becomes a link: an address that a browser opens as a page, and nothing else. */
function addressOf(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}

/** A withheld number is none; what is no number at all (an extension's name) is shown as it came. */
function numberOf(given: string | null, region: string): { value: string; shown: string } {
  const text = given?.trim() ?? '';
  if (text === '' || keypadWords.test(text)) return { value: '', shown: '' };
  // A name that says "unknown" may stand before a number that is known.
  const number = phoneOf(text, region);
  return number ?? { value: '', shown: isWithheld(text) ? '' : text.slice(0, textLimit) };
}

/** Twilio's for anonymous, restricted, unavailable, blocked, unknown and private, on a keypad. */
const keypadWords = /^\+?(266696687|7378742833|86282452253|2562533|8656696|7748283)$/;
const withheldWords =
  /anonymous|restricted|withheld|unknown|unavailable|not available|private|blocked|no ?(caller ?id|number)|חסוי|חסום|לא מזוהה|ללא מספר/i;
/** As exchanges say it; a bare word or sign of programs is no number either. */
const isWithheld = (text: string) =>
  withheldWords.test(text) || /^(null|undefined|none|n\/a|nil|s|[-+]?[01]|0+|[-?*#.]+)$/i.test(text);

/** The one account that has the number; null for none, and for several. */
async function accountOf(ctx: Context, party: string | null): Promise<string | null> {
  if (party === null) return null;
  const [ids = []] = await matchAccounts(ctx.db, [{ tenantId: ctx.tenantId, email: null, phone: party }]);
  return ids.length === 1 ? (ids[0] ?? null) : null;
}
