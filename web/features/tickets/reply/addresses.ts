import type { Message } from '../../../../shared/messages.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { emailAddress } from '../../../../shared/users.ts';

export type MailAddress = Message['to'][number];

/** `Dana <dana@example.com>`, or the address alone. */
export const addressText = ({ name, address }: MailAddress) =>
  name === '' ? address : `${name} <${address}>`;

/** What somebody wrote or pasted as a recipient. */
export function addressFrom(text: string): MailAddress {
  const [, name = '', address] = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text) ?? [];
  if (address === undefined) return { name: '', address: text.trim() };
  return { name: name.replace(/^["״]|["״]$/g, '').trim(), address: address.trim() };
}

export const isAddress = ({ address }: MailAddress) => emailAddress.safeParse(address).success;

const same = (one: MailAddress, other: MailAddress) =>
  one.address.toLowerCase() === other.address.toLowerCase();

/** Whether both name the same people, in whatever order. */
export function areSame(some: readonly MailAddress[], others: readonly MailAddress[]): boolean {
  return some.length === others.length && some.every((one) => others.some((other) => same(one, other)));
}

/** Everybody who took part in a ticket, and the customer's own addresses. */
export function participants({ messages, account }: TicketPage): MailAddress[] {
  const own = (account?.contacts ?? []).filter(({ kind }) => kind === 'email');
  const all = [
    ...own.map(({ value }) => ({ name: account?.name ?? '', address: value })),
    ...messages.flatMap(({ direction, from, to, cc }) => [
      ...(direction === 'inbound' && from !== null ? [from] : []),
      ...to,
      ...cc,
    ]),
  ];
  return without(all, []).filter(isAddress);
}

/** `support+12-…@` is `support@`: answers come to addresses of their tickets. */
const untagged = (address: string) => address.toLowerCase().replace(/^([^+@]+)\+[^@]*@/, '$1@');

/** The addresses without our own, whatever tag these carry. */
export function withoutOurs(some: readonly MailAddress[], ours: readonly MailAddress[]): MailAddress[] {
  const own = new Set(ours.map(({ address }) => untagged(address)));
  return some.filter(({ address }) => !own.has(untagged(address)));
}

/** The addresses without those that stand in `taken`, and each once. */
export function without(some: readonly MailAddress[], taken: readonly MailAddress[]): MailAddress[] {
  return some.filter(
    (one, place) =>
      !taken.some((other) => same(one, other)) && some.findIndex((other) => same(one, other)) === place,
  );
}
