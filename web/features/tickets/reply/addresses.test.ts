import { expect, test } from 'vitest';
import type { TicketPage } from '../../../../shared/tickets.ts';
import {
  addressFrom,
  addressText,
  areSame,
  isAddress,
  participants,
  without,
  withoutOurs,
} from './addresses.ts';

test('an address as people write and paste it', () => {
  expect(addressFrom(' dana@example.com ')).toEqual({ name: '', address: 'dana@example.com' });
  expect(addressFrom('"דנה כהן" <dana@example.com>')).toEqual({
    name: 'דנה כהן',
    address: 'dana@example.com',
  });
  expect(addressFrom('Dana <dana@example.com')).toEqual({ name: '', address: 'Dana <dana@example.com' });
  expect(addressText({ name: 'דנה', address: 'd@x.il' })).toBe('דנה <d@x.il>');
  expect(addressFrom(addressText({ name: 'א < ב', address: 'd@x.il' })).address).toBe('d@x.il');
});

test('what is an address, and who is the same', () => {
  expect(isAddress(addressFrom('dana@example.com'))).toBe(true);
  expect(isAddress(addressFrom('dana'))).toBe(false);
  const [dana, avi] = [addressFrom('דנה <Dana@example.com>'), addressFrom('avi@example.com')];
  expect(areSame([dana, avi], [avi, addressFrom('dana@EXAMPLE.com')])).toBe(true);
  expect(areSame([dana], [dana, avi])).toBe(false);
  expect(without([dana, avi, avi], [addressFrom('dana@example.com')])).toEqual([avi]);
});

test('who took part in a ticket is suggested, each once', () => {
  const mail = {
    direction: 'inbound',
    from: addressFrom('דנה <dana@x.il>'),
    to: [],
    cc: [addressFrom('avi@x.il')],
  };
  const ours = {
    direction: 'outbound',
    from: addressFrom('us@x.il'),
    to: [addressFrom('dana@x.il')],
    cc: [],
  };
  const contacts = [
    { kind: 'email', value: 'd.cohen@x.il' },
    { kind: 'phone', value: '+972501234567' },
  ];
  const page = { messages: [mail, ours], account: { name: 'דנה כהן', contacts } } as unknown as TicketPage;
  expect(participants(page).map(({ address }) => address)).toEqual(['d.cohen@x.il', 'dana@x.il', 'avi@x.il']);
});

test('our own address is ours with the tag of a ticket', () => {
  const all = ['support+12-0a1b2c3d4e@x.il', 'Support@X.il', 'dana+work@x.il'].map(addressFrom);
  expect(withoutOurs(all, [addressFrom('support@x.il')]).map(({ address }) => address)).toEqual([
    'dana+work@x.il',
  ]);
});
