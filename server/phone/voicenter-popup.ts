import { jsonReply, type Reply, UnreadablePushError } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import type { Fields } from './fields.ts';
import { customOf, isOut } from './voicenter-cdr.ts';

/** Of Voicenter's Chrome extension, which asks from within a page. */
export const popUpOrigin = 'chrome-extension://ifiaikfdhcagbagdeflffjdammidpbio';

/** One extension rings, talks or hangs up (Pop-up Screen). The call may go on at another: its end is in its record. */
export function readPopUp(fields: Fields): PhoneEvent {
  const status = (fields.text('status') ?? fields.text('statusCall') ?? '').toLowerCase();
  const extension = fields.text('extenUser') ?? '';
  const isOurs = isOut(fields.text('direction'), '');
  const phone = fields.text('phone') ?? '';
  const did = fields.text('did') ?? '';
  const common = {
    callKey: fields.require('ivrid'),
    eventKey: `popup ${status} ${extension}`,
    isLeg: true,
    direction: isOurs ? ('out' as const) : ('in' as const),
    from: isOurs ? did : phone,
    to: isOurs ? phone : did,
    custom: customOf(fields.object('customdata')),
    said: `${status} ${extension}`.trim(),
  };
  const names = extension === '' ? [] : [extension];
  if (status === 'ringing') return phoneEvent({ ...common, kind: 'ringing', ringing: names });
  if (status === 'talking') return phoneEvent({ ...common, kind: 'answered', answeredBy: names });
  if (status === 'hangup') {
    // That it talked may not have reached us.
    const spoken = fields.isTrue('isAnswered') ? ({ result: 'answered', answeredBy: names } as const) : {};
    return phoneEvent({ ...common, ...spoken, kind: 'ended' });
  }
  throw new UnreadablePushError(`status ${status.slice(0, 50)} is not known`);
}

/** What the pop-up shows of the caller, and where a click on it leads. */
export function popUpReply(caller: { url: string; name: string; tickets: number; company: string }): Reply {
  return jsonReply({
    STATUS: 'OK',
    URL: caller.url,
    CLIENTNAME: caller.name,
    TOTAL: String(caller.tickets),
    COMPANY: caller.company,
  });
}
