import { type Context, inTransaction } from '../server/context.ts';
import { addMailboxTo, listMailboxesOf } from '../server/features/email/mailboxes.service.ts';
import type { BodyOf } from '../shared/endpoint.ts';
import { wireIdOf } from '../shared/id.ts';
import * as contracts from '../shared/mailboxes.ts';
import { checked } from './checked.ts';
import { command, required } from './command.ts';
import { chosen } from './list-choice.ts';
import { type Servers, serverHelp, serverOptions, serversOf, useServers } from './mailbox-servers.ts';
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
    ...serverHelp,
    tenantHelp,
  ],
  options: {
    address: { type: 'string', multiple: true },
    name: { type: 'string' },
    department: { type: 'string' },
    priority: { type: 'string' },
    ...serverOptions,
    ...tenantOption,
  },
  word: 'address',
  async run({ address = [], name, department, priority, tenant, ...given }) {
    const first = required(address[0], 'address');
    const servers = await serversOf(given, first);
    return await inTenant(tenant, async (ctx) => {
      const { departments, priorities } = await ctx.lists.of(ctx.tenantId);
      const body = checked(contracts.addMailbox.body, {
        name: name ?? first,
        addresses: address,
        department_id: department === undefined ? null : chosen(departments, department, 'department'),
        priority_id: priority === undefined ? null : chosen(priorities, priority, 'priority'),
      });
      const id = wireIdOf(await addAndConnect(ctx, body, servers));
      const text = [`Mail to ${body.addresses.join(', ')} is accepted from now on.`, ...saidOf(servers)].join(
        '\n',
      );
      return { json: { id, name: body.name, addresses: body.addresses }, text };
    });
  },
});

type Added = BodyOf<typeof contracts.addMailbox>;

/** Both or neither: a server that lets nobody in makes no mailbox. */
function addAndConnect(ctx: Context, body: Added, servers: Servers): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { id } = await addMailboxTo(tx, body);
    await useServers(tx, id, servers);
    return id;
  });
}

function saidOf({ imap, smtp, app }: Servers): string[] {
  const from = imap?.host ?? app?.provider;
  const through = smtp?.host ?? (app?.also_sends ? app.provider : undefined);
  return [
    ...(from === undefined
      ? []
      : [`It is read from ${from}: only looked at, until it is started in the console.`]),
    ...(through === undefined ? [] : [`It sends through ${through}.`]),
  ];
}

/** How the reading of a mailbox goes, in a word or with its reason. */
function stateOf({ connection }: contracts.Mailbox): string {
  if (connection === null) return 'by SMTP';
  if (connection.failing_since !== null)
    return `NOT READ since ${minuteOf(connection.failing_since)}: ${connection.problem}`;
  return `${connection.mode === 'observe' ? 'looked at' : 'read'} from ${connection.host}`;
}

/** How it sends, in a word or with what hinders it. */
function sendingOf({ sender }: contracts.Mailbox): string {
  if (sender === null) return 'by the installation';
  if (sender.failing_since !== null)
    return `CAN'T SEND since ${minuteOf(sender.failing_since)}: ${sender.problem}`;
  return `through ${sender.host}`;
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
        sendingOf(item),
        item.id,
      ]);
      const headings = ['NAME', 'ADDRESSES', 'ACTIVE', 'LAST MAIL (UTC)', 'READ', 'SENDS', 'ID'];
      return { json: { items }, text: table(headings, rows) };
    });
  },
});

export const mailboxCommands = [mailboxAdd, mailboxList];
