import { uuidOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import { type PhoneEvent, phoneEvent } from '../../phone/event.ts';
import { callNow } from '../calls/calls.service.ts';
import { classifyCallOf } from '../calls/classify.service.ts';
import { addConnectionOf, hearFrom, requireConnection } from '../calls/connections.service.ts';
import { takeReport } from '../calls/take.service.ts';
import { changeUserPhonesOf } from '../calls/user-phones.service.ts';
import { changeTicketOf } from '../tickets/change.service.ts';
import type { PlannedCall } from './call-plan.ts';
import { happen, type Stage } from './stage.service.ts';
import { deskPlaces, manager } from './team.ts';

type Connection = Awaited<ReturnType<typeof requireConnection>>;

/** The exchange of the shop, as the demo's calls need it. */
export interface Exchange {
  readonly connection: Connection;
}

const ownNumber = '04-8000000';
const firstExtension = 101;
const queues = { support: 'תמיכה טכנית', service: 'שירות לקוחות', sales: 'מכירות' } as const;
const origin = 'https://pniya.example';
const extensionOf = (by: number) => String(firstExtension + by);

/** A generic exchange with three queues, and an extension for everybody. */
export async function setUpExchange(ctx: Context, stage: Stage): Promise<Exchange> {
  const desk = (name: string) => stage.desks[deskPlaces[name] ?? 0] ?? '';
  const { connection } = await addConnectionOf(
    ctx,
    {
      provider: 'generic',
      name: 'המרכזייה של החנות',
      timezone: null,
      department_id: desk('service'),
      queues: Object.entries(queues).map(([name, queue]) => ({ queue, department_id: desk(name) })),
      window_minutes: 10,
      callback_days: 7,
      provider_account: null,
      tls: 'off',
      secret: null,
    },
    origin,
  );
  const places = Map.groupBy([...stage.users.keys(), manager], (place) => userAt(stage, place));
  for (const [user, held] of places) await changeUserPhonesOf(ctx, user, held.map(extensionOf));
  return { connection: await requireConnection(ctx, uuidOf(connection.id) ?? '') };
}

/** A call that was told of, and what it is said to be later, on a ticket that goes on beside it. */
export interface Told {
  readonly saidAt: Date;
  say(ctx: Context, ticketId: string | null): Promise<void>;
}

/**
 * A call as the exchange tells of it, with everything that follows by itself. Answers what is left: that somebody says what it was;
 * null when nobody does.
 */
export async function callComesIn(
  ctx: Context,
  stage: Stage,
  exchange: Exchange,
  call: PlannedCall,
): Promise<Told | null> {
  const key = `demo-${call.at.getTime()}`;
  const { id, ticketId } = await tell(ctx, exchange, key, call);
  await happen(ctx, endOf(call), { kind: 'system' }, (then) => hearFrom(then, exchange.connection));
  if (call.calledBackAt !== null && ticketId !== null) {
    const back = { ...call, at: call.calledBackAt, direction: 'out', result: 'answered' } as const;
    const spoken = { ...back, waitingSeconds: 11, talkingSeconds: 60 + (call.at.getTime() % 200) };
    await tell(ctx, exchange, `${key}-back`, spoken);
    const closedAt = new Date(endOf(spoken).getTime() + 90_000);
    const change = { owner: userAt(stage, call.by), status: stage.statuses.closed };
    await happen(ctx, closedAt, actorOf(stage, call.by), (then) => changeTicketOf(then, ticketId, change));
  }
  const { said } = call;
  if (said === null) return null;
  const saidAt = new Date(endOf(call).getTime() + 45_000);
  return { saidAt, say: (then, known) => say(then, stage, { id, saidAt }, { ...call, said }, known) };
}

/** All that the exchange says of a call, each at its instant; answers the call, and the ticket that a rule has given it. */
async function tell(ctx: Context, { connection }: Exchange, key: string, call: PlannedCall) {
  let last: { id: string; ticketId: string | null } = { id: '', ticketId: null };
  for (const event of eventsOf(key, call)) {
    const raw = Buffer.from(JSON.stringify(event));
    const report = { events: [event], raw, mediaType: 'application/json' };
    const at = new Date(event.at ?? call.at);
    last = await happen(ctx, at, { kind: 'system' }, async (then) => {
      const [taken] = await takeReport(then, connection, report);
      const { ticket } = await callNow(then, taken?.id ?? '');
      return { id: taken?.id ?? '', ticketId: ticket === null ? null : uuidOf(ticket.id) };
    });
  }
  return last;
}

const endOf = ({ at, waitingSeconds, talkingSeconds }: PlannedCall) =>
  new Date(at.getTime() + (waitingSeconds + talkingSeconds) * 1000);

function eventsOf(callKey: string, call: PlannedCall): PhoneEvent[] {
  const { at, direction, phone, result, waitingSeconds, by, desk } = call;
  const isIn = direction === 'in';
  const numbers = { from: isIn ? phone : ownNumber, to: isIn ? ownNumber : phone, direction };
  const queue = isIn ? queues[desk] : null;
  const ringing = phoneEvent({
    callKey,
    eventKey: 'newCall',
    kind: 'ringing',
    at: at.toISOString(),
    ...numbers,
  });
  const answeredAt = new Date(at.getTime() + waitingSeconds * 1000).toISOString();
  const answered = phoneEvent({ callKey, eventKey: 'answer', kind: 'answered', at: answeredAt, ...numbers });
  const endedAt = endOf(call).toISOString();
  const ended = phoneEvent({ callKey, eventKey: 'hangup', kind: 'ended', at: endedAt, ...numbers, result });
  const speaker = result === 'answered' || !isIn ? [extensionOf(by)] : [];
  return [
    {
      ...ringing,
      queue,
      ringing: isIn ? [extensionOf(by)] : [],
      said: isIn ? `newCall ${queues[desk]}` : 'newCall',
    },
    ...(result === 'answered'
      ? [{ ...answered, answeredBy: speaker, said: `answer ${extensionOf(by)}` }]
      : []),
    { ...ended, answeredBy: speaker, said: `hangup ${result}` },
  ];
}

type SaidCall = PlannedCall & { readonly said: NonNullable<PlannedCall['said']> };

async function say(
  ctx: Context,
  stage: Stage,
  { id, saidAt: at }: { readonly id: string; readonly saidAt: Date },
  call: SaidCall,
  known: string | null,
): Promise<void> {
  const { said } = call;
  const given = (): Parameters<typeof classifyCallOf>[2] => {
    if (said.as === 'no_inquiry') return { as: 'no_inquiry', reason: said.reason, text: null };
    if (known !== null) return { as: 'ticket', ticket_id: known, note: said.note };
    const subject = said.subject;
    return { as: 'new_ticket', subject, note: said.note, department_id: null, priority_id: null };
  };
  const { call: shown } = await happen(ctx, at, actorOf(stage, call.by), (then) =>
    classifyCallOf(then, id, given()),
  );
  const ticketId = shown.classification?.as === 'new_ticket' ? uuidOf(shown.ticket?.id ?? '') : null;
  // What was settled on the phone is closed then and there, more often than not.
  if (!ticketId || call.talkingSeconds % 3 === 0) return;
  const closedAt = new Date(at.getTime() + 60_000);
  await happen(ctx, closedAt, actorOf(stage, call.by), (then) =>
    changeTicketOf(then, ticketId, { status: stage.statuses.closed }),
  );
}

const userAt = (stage: Stage, by: number) => (by === manager ? stage.manager : (stage.users[by] ?? ''));

function actorOf(stage: Stage, by: number): Context['actor'] {
  return { kind: 'user', id: userAt(stage, by), role: by === manager ? 'administrator' : 'agent' };
}
