import type { CallResult } from '../../shared/calls.ts';
import { instantOfLocal } from '../../shared/local-time.ts';
import { type ExchangeSettings, UnreadablePushError } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import type { Fields } from './fields.ts';

/** Dial statuses. What is not here is taken as missed: a call back too many is better than one too few. */
const results: Readonly<Record<string, CallResult>> = {
  ANSWER: 'answered',
  ANSWERED: 'answered',
  NOANSWER: 'no_answer',
  BUSY: 'busy',
  CANCEL: 'abandoned',
  ABANDONE: 'abandoned',
  ABANDONED: 'abandoned',
  EXIT: 'abandoned',
  TIMEOUT: 'no_answer',
  FULL: 'no_answer',
  JOINEMPTY: 'no_answer',
  TE: 'no_answer',
  NOTCALLED: 'no_answer',
  VOEND: 'out_of_hours',
  VOICEMAIL: 'voicemail',
};

/** What a type of record and a dial status say together. */
export function resultOf(type: string, status: string): CallResult {
  if (/voice ?mail/i.test(type)) return 'voicemail';
  const result = results[status.toUpperCase().replace(/[\s_-]/g, '')] ?? 'no_answer';
  // The first leg of Click2Call is our own extension: that it was picked up says nothing of the customer.
  return isFirstLeg(type) && result === 'answered' ? 'no_answer' : result;
}

/** Types of records by their numbers (Call Log, cdrTypes). */
const types: Readonly<Record<string, string>> = {
  1: 'Incoming Call',
  4: 'Extension Outgoing',
  8: 'Queue',
  9: 'Click2Call leg1',
  10: 'Click2Call leg2',
  11: 'VoiceMail',
  13: 'XferCDR',
  14: 'ProductiveCall Leg1',
  15: 'ProductiveCall Leg2',
  17: 'Click 2 IVR',
  18: 'Click 2 IVR Incoming',
  19: 'Click 2 Queue Incoming',
  21: 'Attended CDR leg1',
  22: 'Attended CDR leg2',
  23: 'Auto forward',
};

export const typeNamed = (given: string) => types[given] ?? given;
export const isFirstLeg = (type: string) => /(click2call|productivecall) leg1/i.test(type);

/** What the type says, where the record does not: we dialled, or an automatic dialler of ours. */
const isOutgoing = (type: string) => /outgoing|click2call|productivecall|^click 2 ivr$/i.test(type.trim());

/** A call among ourselves is none that a customer waits in: like a call of ours it opens nothing. */
export function isOut(direction: string | null, type: string): boolean {
  if (/^(out|internal)/i.test(direction ?? '')) return true;
  return /^in/i.test(direction ?? '') ? false : isOutgoing(type);
}

/** The record of a call (CDR Notification). `time` is its beginning on the account's own clock, told as if that were UTC's. */
export function recordOf(fields: Fields, { timezone }: ExchangeSettings): PhoneEvent {
  const id = fields.require('ivruniqueid');
  const type = typeNamed(fields.text('type') ?? '');
  const original = fields.text('OriginalIvrUniqueID');
  const status = statusOf(fields);
  const isOurs = isOut(fields.text('direction'), type);
  const result = resultOf(type, status);
  return phoneEvent({
    callKey: original ?? id,
    eventKey: `cdr ${id}${isFirstLeg(type) ? ' 1' : ''}`,
    kind: 'record',
    isLeg: isFirstLeg(type) || (original !== null && original !== id),
    at: instantOf(fields.require('time'), timezone),
    direction: isOurs ? 'out' : 'in',
    ...(isFirstLeg(type) ? {} : partiesOf(fields, isOurs)),
    queue: fields.text('queuename'),
    answeredBy: result === 'answered' || isOurs ? speakersOf(fields, isOurs) : [],
    result,
    waitingSeconds:
      ['seconds_waiting_in_queue', 'dialtime', 'actualCallDialtime']
        .map((name) => fields.seconds(name))
        .find((seconds) => seconds !== null) ?? null,
    // Of a call in a queue `duration` may have the time of waiting in it.
    talkingSeconds:
      result === 'answered' ? (fields.seconds('actualCallDuration') ?? fields.seconds('duration')) : null,
    recordingUrl: fields.text('record'),
    ivrPath: pathOf(fields.list('IVR')),
    custom: customOf(fields.object('CustomData')),
    said: `${type} ${status}`.trim(),
  });
}

/** What was answered by a menu alone says ANSWER, and by `isAnswer` that nobody spoke. */
function statusOf(fields: Fields): string {
  const isAnswer = fields.isTrue('isAnswer');
  const status = isAnswer ? (fields.text('status') ?? 'ANSWER') : fields.require('status');
  return isAnswer === false && /^answer/i.test(status) ? 'CANCEL' : status;
}

function instantOf(given: string, timezone: string): string {
  const time = Number(given);
  if (!Number.isFinite(time) || time <= 0 || time > 1e14)
    throw new UnreadablePushError('time can not be read');
  // Seconds; as thousandths nobody's calls begin before 1973.
  return instantOfLocal(time > 1e11 ? time : time * 1000, timezone).toISOString();
}

function partiesOf(fields: Fields, isOurs: boolean) {
  const target = fields.text('target') ?? '';
  const caller = fields.text('caller') ?? '';
  return isOurs
    ? { from: caller, to: target || (fields.text('targetextension') ?? '') }
    : { from: fields.text('callerPhone') ?? caller, to: fields.text('did') ?? target };
}

function speakersOf(fields: Fields, isOurs: boolean): string[] {
  const side = isOurs ? 'callerextension' : 'targetextension';
  return ['extenUser', side, `${side}_name`, 'representative_code', 'representative_name'].flatMap((name) =>
    fields.texts(name),
  );
}

/** The layers of the menu in the order in which the caller went through them. */
export function pathOf(layers: readonly unknown[]): string[] {
  const steps = layers.filter((layer) => typeof layer === 'object' && layer !== null) as Record<
    string,
    unknown
  >[];
  return steps
    .sort((one, other) => Number(one.dtmf_order ?? 0) - Number(other.dtmf_order ?? 0))
    .map((step) => String(step.layer_name ?? step.LayerName ?? step.layer_id ?? '').slice(0, 200))
    .filter((name) => name !== '')
    .slice(0, 50);
}

const nameOf = (given: string) =>
  given.replace(/^var_/, '').replaceAll('\u0000', '').slice(0, 100).toWellFormed();

/** What `var_*` of a dialled call and CUSTOM_DATA of a menu come back as. */
export function customOf(data: unknown): Record<string, string> {
  if (typeof data !== 'object' || data === null) return {};
  const words = Object.entries(data).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [[nameOf(name), String(value).slice(0, 500)] as const]
      : [],
  );
  return Object.fromEntries(words.slice(0, 50));
}
