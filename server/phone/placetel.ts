import type { CallResult } from '../../shared/calls.ts';
import { type Adapter, type Push, UnreadablePushError, xmlReply } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { isSigned } from './signature.ts';

/** Placetel call control / notify API (github.com/placetel/call-control-notify-api): a form, signed with a shared secret. */
export const placetel: Adapter = {
  // Only the body is signed: what stands in the address is nobody's.
  isGenuine: ({ headers, raw }, secret) =>
    raw.length > 0 &&
    isSigned(headers['x-placetel-signature'], secret, { hash: 'sha256', encoding: 'hex', content: raw }),
  read: (push: Push) => read(fieldsOf(push)),
  taken: () => xmlReply('<Response/>'),
  unreadable: () => xmlReply('<Response/>'),
};

const events = ['IncomingCall', 'OutgoingCall', 'CallAccepted', 'HungUp'] as const;
const results: Readonly<Record<string, CallResult>> = {
  voicemail: 'voicemail',
  missed: 'no_answer',
  blocked: 'failed',
  accepted: 'answered',
  busy: 'busy',
  canceled: 'abandoned',
  unavailable: 'no_answer',
  congestion: 'failed',
};

function read(fields: Fields): PhoneEvent[] {
  const given = fields.require('event');
  const event = events.find((name) => name.toLowerCase() === given.toLowerCase());
  const callKey = fields.require('call_id');
  const direction = directionOf(fields);
  const parties = { callKey, direction, from: fields.text('from') ?? '', to: fields.text('to') ?? '' };
  // A SIP user, known by its name or with its exchange.
  const peers = fields.texts('peer').flatMap((peer) => [peer, peer.split('@')[0] ?? peer]);
  const said = [given, ...fields.texts('type'), ...fields.texts('peer')].join(' ');
  const common = { ...parties, eventKey: event ?? given, said };
  if (event === 'IncomingCall') return [phoneEvent({ ...common, kind: 'ringing', direction: 'in' })];
  if (event === 'OutgoingCall')
    return [phoneEvent({ ...common, kind: 'ringing', direction: 'out', answeredBy: peers })];
  if (event === 'CallAccepted') return [phoneEvent({ ...common, kind: 'answered', answeredBy: peers })];
  if (event === undefined) throw new UnreadablePushError(`event ${given.slice(0, 50)} is not known`);
  const type = fields.require('type').toLowerCase();
  const result = Object.hasOwn(results, type) ? results[type] : undefined;
  if (!result) throw new UnreadablePushError(`type ${type.slice(0, 50)} is not known`);
  const talkingSeconds = result === 'answered' ? fields.seconds('duration') : null;
  return [phoneEvent({ ...common, kind: 'ended', result, isBlocked: type === 'blocked', talkingSeconds })];
}

function directionOf(fields: Fields): 'in' | 'out' | null {
  const direction = fields.text('direction')?.toLowerCase();
  return direction === 'in' || direction === 'out' ? direction : null;
}
