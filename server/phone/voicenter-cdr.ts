import type { CallResult } from '../../shared/calls.ts';
import { instantOfLocal } from '../../shared/local-time.ts';
import { type ExchangeSettings, UnreadablePushError } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import type { Fields } from './fields.ts';

/** Dial statuses. What is not here is taken as missed: a call back too many is better than one too few. */
const results: Readonly<Record<string, CallResult>> = {
  ANSWER: 'answered',
  NOANSWER: 'no_answer',
  BUSY: 'busy',
  CANCEL: 'abandoned',
  ABANDONE: 'abandoned',
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
  const result = results[status.toUpperCase()] ?? 'no_answer';
  // The first leg of Click2Call is our own extension: that it was picked up says nothing of the customer.
  return isFirstLeg(type) && result === 'answered' ? 'no_answer' : result;
}

export const isFirstLeg = (type: string) => /click2call leg1/i.test(type);
export const isOutgoing = (type: string) => /outgoing|click2call/i.test(type);

/** The record of a call (CDR Notification). `time` is its beginning on the account's own clock, told as if that were UTC's. */
export function recordOf(fields: Fields, { timezone }: ExchangeSettings): PhoneEvent {
  const id = fields.require('ivruniqueid');
  const type = fields.text('type') ?? '';
  const time = Number(fields.require('time'));
  if (!Number.isFinite(time) || time <= 0 || time > 1e11)
    throw new UnreadablePushError('time can not be read');
  const original = fields.text('OriginalIvrUniqueID');
  const status = fields.require('status');
  const isOut = isOutgoing(type);
  const result = resultOf(type, status);
  return phoneEvent({
    callKey: original ?? id,
    eventKey: `cdr ${id}${isFirstLeg(type) ? ' 1' : ''}`,
    kind: 'record',
    isLeg: isFirstLeg(type) || (original !== null && original !== id),
    at: instantOfLocal(time * 1000, timezone).toISOString(),
    direction: isOut ? 'out' : 'in',
    ...(isFirstLeg(type) ? {} : partiesOf(fields, isOut)),
    queue: fields.text('queuename'),
    answeredBy: result === 'answered' || isOut ? speakersOf(fields, isOut) : [],
    result,
    waitingSeconds: fields.seconds('seconds_waiting_in_queue') ?? fields.seconds('dialtime'),
    talkingSeconds: result === 'answered' ? fields.seconds('duration') : null,
    recordingUrl: fields.text('record'),
    ivrPath: pathOf(fields.list('IVR')),
    custom: customOf(fields.value('CustomData')),
    said: `${type} ${status}`.trim(),
  });
}

function partiesOf(fields: Fields, isOut: boolean) {
  const target = fields.text('target') ?? '';
  return { from: fields.text('caller') ?? '', to: isOut ? target : (fields.text('did') ?? target) };
}

function speakersOf(fields: Fields, isOut: boolean): string[] {
  const side = isOut ? 'callerextension' : 'targetextension';
  return ['extenUser', side, `${side}_name`, 'representative_code', 'representative_name'].flatMap((name) =>
    fields.texts(name),
  );
}

/** The layers of the menu in the order in which the caller went through them. */
function pathOf(layers: readonly unknown[]): string[] {
  const steps = layers.filter((layer) => typeof layer === 'object' && layer !== null) as Record<
    string,
    unknown
  >[];
  return steps
    .sort((one, other) => Number(one.dtmf_order ?? 0) - Number(other.dtmf_order ?? 0))
    .map((step) => String(step.layer_name ?? step.layer_id ?? '').slice(0, 200))
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
