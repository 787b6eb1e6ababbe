import type { CallResult } from '../../shared/calls.ts';
import { type Adapter, type Push, UnreadablePushError, xmlReply } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { isSigned } from './signature.ts';

/** Twilio voice status callbacks (twilio.com/docs/usage/webhooks/voice-webhooks): a form, signed together with its address. */
export const twilio: Adapter = {
  isGenuine: (push, secret) =>
    spellingsOf(push.url).some((url) =>
      isSigned(push.headers['x-twilio-signature'], secret, {
        hash: 'sha1',
        encoding: 'base64',
        content: Buffer.from(url + parametersOf(push)),
      }),
    ),
  read: (push) => read(fieldsOf(push)),
  taken: () => xmlReply('<Response/>'),
  unreadable: () => xmlReply('<Response/>'),
};

/** docs/usage/security: the address, then each parameter's name and value, sorted; the same one twice counts once. */
function parametersOf(push: Push): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(push.raw.toString('utf8'))) {
    const known = values.get(name) ?? new Set();
    values.set(name, known.add(value));
  }
  const names = [...values.keys()].sort();
  return names.flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value)).join('');
}

/**
 * The addresses that Twilio may have signed for this request: with or without the port that a scheme means anyway, and by https
 * where something before us ended it and did not say so. Whoever has no token can sign none of them.
 */
function spellingsOf(url: string): string[] {
  const [, scheme = '', host = '', rest = ''] =
    /^(https?):\/\/((?:\[[^\]]*\]|[^/?:]+)(?::\d+)?)(.*)$/s.exec(url) ?? [];
  const bare = host.replace(/:\d+$/, '');
  const hosts = (port: string) => [host, bare, `${bare}:${port}`];
  const schemes = { http: ['http', 'https'], https: ['https'] }[scheme] ?? [];
  const spelled = schemes.flatMap((one) =>
    hosts(one === 'https' ? '443' : '80').map((at) => `${one}://${at}${rest}`),
  );
  return [...new Set([url, ...spelled])];
}

const ringing: readonly string[] = ['queued', 'initiated', 'ringing'];
const results: Readonly<Record<string, CallResult>> = {
  completed: 'answered',
  busy: 'busy',
  failed: 'failed',
  'no-answer': 'no_answer',
  canceled: 'abandoned',
};

/** What the last status of a call means; null for one that is not known, or not the last. */
export const resultOf = (status: string): CallResult | null =>
  (Object.hasOwn(results, status) ? results[status] : null) ?? null;

/** Each status of a leg comes once, so it names the event; the order of status, not that of arrival or SequenceNumber, counts. */
function read(fields: Fields): PhoneEvent[] {
  if (fields.has('RecordingStatus')) return recordingOf(fields);
  const sid = fields.require('CallSid');
  const status = fields.require('CallStatus').toLowerCase();
  const parent = fields.text('ParentCallSid');
  const common = {
    callKey: parent ?? sid,
    eventKey: `${sid} ${status}`,
    isLeg: parent !== null,
    at: instantOf(fields.text('Timestamp')),
    ...partiesOf(fields, parent !== null),
    recordingUrl: fields.text('RecordingUrl'),
    said: status,
  };
  if (ringing.includes(status))
    return [phoneEvent({ ...common, kind: 'ringing', ringing: peopleOf(fields, parent !== null) })];
  if (status === 'in-progress')
    return [phoneEvent({ ...common, kind: 'answered', answeredBy: peopleOf(fields, parent !== null) })];
  const result = resultOf(status);
  if (result === null) throw new UnreadablePushError(`CallStatus ${status.slice(0, 50)} is not known`);
  const answeredBy = result === 'answered' ? peopleOf(fields, parent !== null) : [];
  const talkingSeconds = result === 'answered' ? fields.seconds('CallDuration') : null;
  return [phoneEvent({ ...common, kind: 'ended', result, answeredBy, talkingSeconds })];
}

const noRecording: readonly string[] = ['in-progress', 'paused', 'stopped', 'processing', 'absent', 'failed'];

/** Recording status callbacks (docs/voice/api/recording): of the call, or of the leg, that was recorded. */
function recordingOf(fields: Fields): PhoneEvent[] {
  const status = fields.require('RecordingStatus').toLowerCase();
  if (noRecording.includes(status)) return [];
  if (status !== 'completed')
    throw new UnreadablePushError(`RecordingStatus ${status.slice(0, 50)} is not known`);
  const callKey = fields.require('CallSid');
  const eventKey = `${callKey} recording ${fields.require('RecordingSid')}`;
  const recordingUrl = fields.require('RecordingUrl');
  return [phoneEvent({ callKey, eventKey, mayBePart: true, kind: 'recording', recordingUrl, said: status })];
}

/** A leg of its own is dialled by Twilio, whichever way the call goes. */
function partiesOf(fields: Fields, isLeg: boolean) {
  if (isLeg) return {};
  const direction = fields.text('Direction') ?? '';
  return {
    direction: direction.startsWith('outbound') ? ('out' as const) : ('in' as const),
    from: fields.text('From') ?? '',
    to: fields.text('To') ?? '',
  };
}

function peopleOf(fields: Fields, isLeg: boolean): string[] {
  const isOut = (fields.text('Direction') ?? '').startsWith('outbound');
  return namesOf({ from: fields.text('From'), to: fields.text('To') }, isLeg, isOut);
}

/** Of ours: whom a leg was dialled to, as `client:dana`, `sip:101@…` or a number; who dials out. */
export function namesOf(
  { from, to }: { from: string | null; to: string | null },
  isLeg: boolean,
  isOut: boolean,
): string[] {
  const address = isLeg ? to : isOut ? from : null;
  if (address === null) return [];
  const name = /^(?:client|sips?):([^@;]+)/.exec(address)?.[1];
  return name === undefined ? [address] : [name, address];
}

function instantOf(timestamp: string | null): string | null {
  if (timestamp === null) return null;
  const at = new Date(timestamp);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
