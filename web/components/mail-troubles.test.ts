import { expect, test } from 'vitest';
import type { Mailbox } from '../../shared/mailboxes.ts';
import { troublesOf } from './mail-troubles.ts';

const began = '2026-03-01T08:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(began) + seconds * 1000);

const connection = {
  host: 'imap.example.co.il',
  port: 993,
  security: 'tls',
  username: 'office',
  sign_in: 'password',
  mode: 'work',
  start_from: 'new',
  after_taking: 'nothing',
  move_to: null,
  connected_at: began,
  last_ok_at: null,
  failing_since: null,
  problem: null,
  server_said: null,
  folders: [],
} satisfies Mailbox['connection'];

const sender = {
  host: 'smtp.example.co.il',
  port: 465,
  security: 'tls',
  username: 'office',
  sign_in: 'password',
  from_name: null,
  last_ok_at: null,
  failing_since: began,
  problem: 'smtp_timeout',
  server_said: null,
} satisfies Mailbox['sender'];

const mailbox = (more: Partial<Mailbox>): Mailbox => ({
  id: '1',
  name: 'משרד',
  addresses: ['office@example.co.il'],
  department_id: null,
  priority_id: null,
  is_active: true,
  ticket_address: 'auto',
  uses_ticket_address: false,
  ticket_address_proven_at: null,
  created_at: began,
  last_received_at: null,
  connection: null,
  sender: null,
  authorization: null,
  ...more,
});
const notRead = (problem: string, more: Partial<Mailbox> = {}) =>
  mailbox({ connection: { ...connection, failing_since: began, problem }, ...more });

test('a server that is away is said once the clock has passed two minutes, whatever was read before', () => {
  const read = [notRead('imap_refused')];
  expect(troublesOf(read, after(120))).toEqual([]);
  expect(troublesOf(read, after(121))).toMatchObject([
    { kind: 'notRead', since: began, problem: 'imap_refused' },
  ]);
});

test('what only a person can mend is said at once', () => {
  expect(troublesOf([notRead('imap_wrong_password')], after(0))).toHaveLength(1);
});

test('mail that does not go out is said beside mail that does not come in', () => {
  const both = notRead('imap_cut', { sender });
  expect(troublesOf([both], after(300)).map(({ kind }) => kind)).toEqual(['notRead', 'notSent']);
});

test('of mailboxes that work, and of those that are out of use, nothing is said', () => {
  const unused = notRead('imap_cut', { is_active: false });
  expect(troublesOf([mailbox({ connection }), mailbox({}), unused], after(300))).toEqual([]);
});
