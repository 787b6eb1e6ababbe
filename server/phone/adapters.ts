import type { PhoneProvider } from '../../shared/phone-connections.ts';
import type { Adapter } from './adapter.ts';
import { generic } from './generic.ts';
import { placetel } from './placetel.ts';
import { sipgate } from './sipgate.ts';
import { twilio } from './twilio.ts';
import { voicenter } from './voicenter.ts';

/** By provider; null: it does not come to us by HTTP. */
export const adapters: Readonly<Record<PhoneProvider, Adapter | null>> = {
  generic,
  sipgate,
  placetel,
  twilio,
  voicenter,
  asterisk: null,
};
