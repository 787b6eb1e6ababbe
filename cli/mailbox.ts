import { addMailboxTo, listMailboxesOf } from '../server/features/email/mailboxes.service.ts';
import { wireIdOf } from '../shared/id.ts';
import * as contracts from '../shared/mailboxes.ts';
import { checked } from './checked.ts';
import { command, required } from './command.ts';
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
    tenantHelp,
  ],
  options: {
    address: { type: 'string', multiple: true },
    name: { type: 'string' },
    department: { type: 'string' },
    priority: { type: 'string' },
    ...tenantOption,
  },
  word: 'address',
  async run({ address = [], name, department, priority, tenant }) {
    const first = required(address[0], 'address');
    return await inTenant(tenant, async (ctx) => {
      const { departments, priorities } = await ctx.lists.of(ctx.tenantId);
      const body = checked(contracts.addMailbox.body, {
        name: name ?? first,
        addresses: address,
        department_id: department === undefined ? null : chosen(departments, department, 'department'),
        priority_id: priority === undefined ? null : chosen(priorities, priority, 'priority'),
      });
      const id = wireIdOf((await addMailboxTo(ctx, body)).id);
      const text = `Mail to ${body.addresses.join(', ')} is accepted from now on.`;
      return { json: { id, name: body.name, addresses: body.addresses }, text };
    });
  },
});

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
        item.last_received_at?.slice(0, 16).replace('T', ' ') ?? 'never',
        item.id,
      ]);
      const headings = ['NAME', 'ADDRESSES', 'ACTIVE', 'LAST MAIL (UTC)', 'ID'];
      return { json: { items }, text: table(headings, rows) };
    });
  },
});

export const mailboxCommands = [mailboxAdd, mailboxList];
