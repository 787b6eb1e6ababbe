import assert from 'node:assert/strict';
import type { Adapter, Push } from '../phone/adapter.ts';

export const timezone = 'Asia/Jerusalem';
const form = 'application/x-www-form-urlencoded';

/** A request of an exchange: a text is a form, an object JSON. */
export function pushOf(body: string | object, given: Partial<Push> = {}): Push {
  const isForm = typeof body === 'string';
  return {
    raw: Buffer.from(isForm ? body : JSON.stringify(body)),
    mediaType: isForm ? form : 'application/json',
    headers: {},
    isGet: false,
    url: 'https://desk.example.com/hooks/phone/secret',
    part: '',
    ...given,
  };
}
export const readPush = (adapter: Adapter, body: string | object, given: Partial<Push> = {}) =>
  adapter.read(pushOf(body, given), { timezone });
/** The one event in it. */
export const onlyEvent = (adapter: Adapter, body: string | object, given: Partial<Push> = {}) => {
  const events = readPush(adapter, body, given);
  assert.equal(events.length, 1);
  return events[0] as NonNullable<(typeof events)[0]>;
};
