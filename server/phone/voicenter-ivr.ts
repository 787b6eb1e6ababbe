import { jsonReply, type Reply, UnreadablePushError } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import { type Fields, fieldsOfObject } from './fields.ts';

/** The key by which callers say that they call about their open inquiry. */
const aboutOpenKey = '1';

export interface IvrQuestion {
  readonly event: PhoneEvent;
  readonly phone: string;
  /** They pressed 1 at "you have an open inquiry, press 1". */
  readonly isAboutOpen: boolean;
}

/** A caller reached a layer of the menu that asks us where to go (External IVR layer). */
export function readIvr(fields: Fields): IvrQuestion {
  const method = fields.require('METHOD');
  if (method !== 'IVR_LAYER_INPUT')
    throw new UnreadablePushError(`METHOD ${method.slice(0, 50)} is not known`);
  const asked = fieldsOfObject(fields.object('DATA'));
  const phone = asked.text('CALLER_ID') ?? '';
  const layer = asked.text('LAYER_ID') ?? '';
  const key = asked.text('DTMF');
  const event = phoneEvent({
    callKey: asked.require('IVR_UNIQUE_ID'),
    eventKey: `ivr ${layer} ${key ?? ''}`.trim(),
    kind: 'ringing',
    direction: 'in',
    from: phone,
    to: asked.text('DID') ?? '',
    said: `IVR ${layer} ${key ?? ''}`.trim(),
  });
  return { event, phone, isAboutOpen: key === aboutOpenKey };
}

/**
 * Where the caller goes: the layer in the address for those who have an open ticket, or for others. Without one, STATUS 1: the
 * menu goes on by itself. `ticket` comes back with the call's record and ties it to the ticket.
 */
export function ivrReply(
  url: string,
  caller: { name: string; openTicket: number | null; isAboutOpen: boolean },
): Reply {
  const { searchParams } = new URL(url);
  const given = searchParams.get(caller.openTicket === null ? 'else' : 'open');
  const layer = /^\d{1,9}$/.test(given ?? '') ? Number(given) : null;
  const number = caller.openTicket === null ? null : String(caller.openTicket);
  return jsonReply({
    STATUS: layer === null ? 1 : 0,
    ...(layer !== null && { ACTION: 'GO_TO_LAYER', LAYER: layer }),
    ...(caller.name !== '' && { CALLER_NAME: caller.name }),
    ...(number !== null && {
      CUSTOM_DATA: caller.isAboutOpen ? { ticket: number } : { open_ticket: number },
    }),
  });
}
