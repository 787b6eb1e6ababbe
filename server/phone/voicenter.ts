import { type Adapter, type ExchangeSettings, jsonReply, type Push, UnreadablePushError } from './adapter.ts';
import type { PhoneEvent } from './event.ts';
import { fieldsOf } from './fields.ts';
import { recordOf } from './voicenter-cdr.ts';
import { readIvr } from './voicenter-ivr.ts';
import { readPopUp } from './voicenter-popup.ts';

/**
 * Voicenter (voicenter.com/API): a record after each call at `cdr`, each ringing, talking and hang-up of an extension at `popup`,
 * callers in a menu at `ivr`; the older pop-up is a GET. All have one id for a call. Nothing is signed: the address is the secret.
 */
export const voicenter: Adapter = {
  isGenuine: () => true,
  read,
  taken: ({ part }) => jsonReply(takenAt[part] ?? { Err: 0, Errdesc: 'OK' }),
  // 1: it could not be read. It is not sent again then.
  unreadable: (error, { part }) => jsonReply(unreadableAt[part] ?? { Err: 1, Errdesc: error.message }),
};

/** A menu that is told nothing goes on by itself. */
const takenAt: Readonly<Record<string, object>> = { popup: { STATUS: 'OK' }, ivr: { STATUS: 1 } };
const unreadableAt: Readonly<Record<string, object>> = { popup: { STATUS: 'ERROR' }, ivr: { STATUS: 1 } };

function read(push: Push, settings: ExchangeSettings): PhoneEvent[] {
  const fields = fieldsOf(push);
  if (push.part === 'popup') return [readPopUp(fields)];
  if (push.part === 'ivr') return [readIvr(fields).event];
  if (push.part === 'cdr' || push.part === '') return [recordOf(fields, settings)];
  throw new UnreadablePushError(`there is nothing at ${push.part}`);
}
