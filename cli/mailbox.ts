import { readFile } from 'node:fs/promises';
import { type Context, inTransaction } from '../server/context.ts';
import { connectMailboxOf } from '../server/features/email/connections.service.ts';
import { addMailboxTo, listMailboxesOf } from '../server/features/email/mailboxes.service.ts';
import type { BodyOf } from '../shared/endpoint.ts';
import { wireIdOf } from '../shared/id.ts';
import * as contracts from '../shared/mailboxes.ts';
import { checked } from './checked.ts';
import { CommandError, command, required } from './command.ts';
import { chosen } from './list-choice.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const mailboxAdd = command({
  name: 'mailbox add',
  summary: 'add a mailbox: mail to its addresses is accepted from now on',
  help: [
    '--address <address>  may be repeated; replies are sent from the first',
    '--name <name>  how replies are signed; the first address unless told',
    '--department <name|id>  where its tickets start',
    '--priority <name|id>',
    '--imap-host <name>  read it from this mail server; it is only looked at until it is started in the console',
    '--imap-user <name>  the first address unless told',
    '--imap-password-file <file>  the password, or the app password',
    '--imap-security <tls|starttls|none>  tls unless told',
    '--imap-port <port>  993 for tls, else 143',
    tenantHelp,
  ],
  options: {
    address: { type: 'string', multiple: true },
    name: { type: 'string' },
    department: { type: 'string' },
    priority: { type: 'string' },
    'imap-host': { type: 'string' },
    'imap-user': { type: 'string' },
    'imap-password-file': { type: 'string' },
    'imap-security': { type: 'string' },
    'imap-port': { type: 'string' },
    ...tenantOption,
  },
  word: 'address',
  async run({ address = [], name, department, priority, tenant, ...imap }) {
    const first = required(address[0], 'address');
    const server = await serverOf(imap, first);
    return await inTenant(tenant, async (ctx) => {
      const { departments, priorities } = await ctx.lists.of(ctx.tenantId);
      const body = checked(contracts.addMailbox.body, {
        name: name ?? first,
        addresses: address,
        department_id: department === undefined ? null : chosen(departments, department, 'department'),
        priority_id: priority === undefined ? null : chosen(priorities, priority, 'priority'),
      });
      const id = wireIdOf(await addAndConnect(ctx, body, server));
      const accepted = `Mail to ${body.addresses.join(', ')} is accepted from now on.`;
      const looked = `It is read from ${server?.host}: only looked at, until it is started in the console.`;
      const text = server === null ? accepted : `${accepted}\n${looked}`;
      return { json: { id, name: body.name, addresses: body.addresses }, text };
    });
  },
});

type Added = BodyOf<typeof contracts.addMailbox>;
type Server = BodyOf<typeof contracts.connectMailbox>;
type ImapOptions = Partial<Record<`imap-${'host' | 'user' | 'password-file' | 'security' | 'port'}`, string>>;

/** Both or neither: a server that lets nobody in makes no mailbox. */
function addAndConnect(ctx: Context, body: Added, server: Server | null): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { id } = await addMailboxTo(tx, body);
    if (server !== null) await connectMailboxOf(tx, id, server);
    return id;
  });
}

async function serverOf(given: ImapOptions, address: string): Promise<Server | null> {
  const { 'imap-host': host, 'imap-user': username = address, 'imap-security': security = 'tls' } = given;
  if (host === undefined) return null;
  const port = given['imap-port'] ?? (security === 'tls' ? '993' : '143');
  return checked(contracts.connectMailbox.body, {
    host,
    username,
    port: Number(port),
    security: security as Server['security'],
    password: await passwordIn(required(given['imap-password-file'], 'imap-password-file')),
  });
}

/** A password on the command line would be seen by everybody on the machine. */
async function passwordIn(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch {
    throw new CommandError(`The password can't be read from ${path}.`);
  }
}

/** How the reading of a mailbox goes, in a word or with its reason. */
function stateOf({ connection }: contracts.Mailbox): string {
  if (connection === null) return 'by SMTP';
  if (connection.failing_since !== null)
    return `NOT READ since ${minuteOf(connection.failing_since)}: ${connection.problem}`;
  return `${connection.mode === 'observe' ? 'looked at' : 'read'} from ${connection.host}`;
}

const minuteOf = (at: string | null) => at?.slice(0, 16).replace('T', ' ') ?? 'never';

const mailboxList = command({
  name: 'mailbox list',
  summary: 'mailboxes',
  help: [tenantHelp],
  options: tenantOption,
  async run({ tenant }) {
    return await inTenant(tenant, async (ctx) => {
      const { items } = await listMailboxesOf(ctx);
      const rows = items.map((item) => [
        item.name,
        item.addresses.join(', '),
        item.is_active ? 'yes' : 'no',
        minuteOf(item.last_received_at),
        stateOf(item),
        item.id,
      ]);
      const headings = ['NAME', 'ADDRESSES', 'ACTIVE', 'LAST MAIL (UTC)', 'READ', 'ID'];
      return { json: { items }, text: table(headings, rows) };
    });
  },
});

export const mailboxCommands = [mailboxAdd, mailboxList];
