import type { Call } from '../../../shared/calls.ts';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { uuidOf } from '../../../shared/id.ts';
import type { sendTestCall } from '../../../shared/phone-connections.ts';
import { type Context, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { type PhoneEvent, phoneEvent } from '../../phone/event.ts';
import { Problem } from '../../problem.ts';
import { callNow, requireCall } from './calls.service.ts';
import { requireConnection } from './connections.service.ts';
import { takeReport } from './take.service.ts';

/** Ofcom and NANP have numbers for drama, Israel has none: 03-000 is given to nobody. */
const caller = '030000000';
const kinds = { ring: 'ringing', answer: 'answered', hang_up: 'ended' } as const;

/** A call that rings at the console of the one who asks, by the way that every call goes. Problems: not_found. */
export async function sendTestCallOf(
  ctx: Context,
  connectionId: string,
  { step, call_id }: BodyOf<typeof sendTestCall>,
): Promise<{ call: Call }> {
  requirePermission(ctx, 'settings:write');
  const connection = await requireConnection(ctx, connectionId);
  const callKey = step === 'ring' ? `test-${newId()}` : await keyOfTest(ctx, call_id);
  const me = ctx.actor.kind === 'user' ? (await ctx.lists.of(ctx.tenantId)).users.get(ctx.actor.id) : null;
  const event: PhoneEvent = phoneEvent({
    ...{ callKey, eventKey: step, kind: kinds[step], direction: 'in', from: caller, said: 'test' },
    ...(me && step === 'ring' && { ringing: [me.email] }),
    ...(me && step === 'answer' && { answeredBy: [me.email] }),
  });
  const raw = Buffer.from(JSON.stringify(event));
  const report = { events: [event], raw, mediaType: 'application/json', isTest: true };
  const [taken] = await takeReport(ctx, connection, report);
  return { call: await callNow(ctx, taken?.id ?? '') };
}

async function keyOfTest(ctx: Context, id: string | undefined): Promise<string> {
  const call = await requireCall(ctx, id ?? uuidOf('0') ?? '');
  if (!call.is_test) throw new Problem('not_found', 'not_found');
  return call.call_key;
}
