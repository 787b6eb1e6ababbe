import { type Adapter, type ExchangeSettings, jsonReply, type Push, UnreadablePushError } from './adapter.ts';
import type { PhoneEvent } from './event.ts';
import { type Fields, fieldsOf, formOf } from './fields.ts';
import { recordOf } from './voicenter-cdr.ts';
import { readIvr } from './voicenter-ivr.ts';
import { readPopUp } from './voicenter-popup.ts';

/**
 * Voicenter (voicenter.com/API): a record after each call at `cdr`, each ringing, talking and hang-up of an extension at `popup`,
 * callers in a menu at `ivr`. All have one id for a call. Nothing is signed: the address is the secret.
 */
export const voicenter: Adapter = {
  isGenuine: () => true,
  read,
  taken: () => jsonReply({ Err: 0, Errdesc: 'OK' }),
  // 1: it could not be read. It is not sent again then.
  unreadable: (error) => jsonReply({ Err: 1, Errdesc: error.message }),
};

function read(push: Push, settings: ExchangeSettings): PhoneEvent[] {
  const fields = partsOf(push);
  if (push.part === 'popup') return [readPopUp(fields)];
  if (push.part === 'ivr') return [readIvr(fields).event];
  if (push.part === 'cdr' || push.part === '') return [recordOf(fields, settings)];
  throw new UnreadablePushError(`there is nothing at ${push.part}`);
}

/** The older pop-up is a GET with everything in the address. */
export function partsOf(push: Push): Fields {
  return push.raw.length > 0 ? fieldsOf(push) : formOf(new URL(push.url).search);
}
