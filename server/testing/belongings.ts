import { randomBytes } from 'node:crypto';
import type { Owned } from './isolation-recipe.ts';
import { deliver, rawMail, settledLedger } from './mail-client.ts';
import type { Ask, TestApp, TestTenant } from './start-test-app.ts';
import { testPassword } from './test-users.ts';

const first = async (ask: Ask, url: string) => (await ask('GET', url)).body.items[0];

const boundary = 'Content-Type: multipart/mixed; boundary=b';
const parts = [
  ...['--b', 'Content-Type: text/html; charset=utf-8', '', '<p>סודי</p>'],
  ...[
    '--b',
    'Content-Type: text/plain; name=a.txt',
    'Content-Disposition: attachment; filename=a.txt',
    '',
    'סוד',
  ],
  ...['--b--', ''],
].join('\r\n');

/** One of everything that a tenant can have; `סודי` is in every text of it. */
export async function belongingsOf(product: TestApp, tenant: TestTenant): Promise<Owned> {
  const [client, administrator] = [await tenant.asClient(), await tenant.asUser()];
  const people = await peopleOf(tenant, administrator);
  const lists = (await administrator('GET', '/api/lists')).body;
  const mail = [`From: Sodi <customer@${tenant.host}>`, 'Subject: =?utf-8?B?16HXldeT15k=?=', boundary];
  await deliver(product, tenant.mailAddress, `${mail.join('\r\n')}\r\n\r\n${parts}`);
  await deliver(product, tenant.mailAddress, rawMail([boundary], '--b\r\n\r\nx\r\n'.repeat(1100)));
  await settledLedger(administrator, 2);
  const phone = `0501${String(randomBytes(3).readUIntBE(0, 3) % 1_000_000).padStart(6, '0')}`;
  const body = { subject: 'סודי', msg: 'סודי', status: lists.statuses[0].id, phone };
  const { body: made } = await client('POST', '/v2/tickets/create', body);
  await client('POST', '/v2/tickets/create', { subject: '', msg: 'סודי' });
  const { body: page } = await administrator('GET', '/api/tickets/1');
  const message = page.messages[0];
  const { body: reply } = await administrator('POST', `/api/tickets/${page.ticket.id}/replies`, {
    text: 'סודי',
  });
  const department = lists.departments[0].id;
  const words = { name: 'סודי', text: 'סודי', department_id: department };
  const { body: template } = await administrator('POST', '/api/templates', words);
  await administrator('PUT', `/api/signatures/${department}`, { text: 'סודי' });
  const { body: events } = await administrator('GET', `/api/tickets/${made.id}/events`);
  const { body: upload } = await administrator('POST', '/api/uploads?name=sodi.txt', 'סודי', {
    'content-type': 'text/plain',
  });
  return {
    ...people,
    ...(await phoneOf(administrator)),
    ticket: made.id,
    number: '2',
    event: events.items[0].id,
    message: message.id,
    reply: reply.id,
    attachment: message.attachments[0].id,
    upload: upload.id,
    account: (await client('GET', `/v2/tickets/${made.id}`)).body.account_id,
    department,
    template: template.id,
    priority: lists.priorities[0].id,
    status: lists.statuses[1].id,
    accountStatus: lists.account_statuses[0].id,
    accountType: lists.account_types[0].id,
    mailbox: (await first(administrator, '/api/mailboxes')).id,
    mailAddress: tenant.mailAddress,
    quarantined: (await first(administrator, '/api/intake?state=quarantined')).id,
    rejected: (await first(administrator, '/api/intake?state=rejected')).id,
    token: (client.headers.authorization ?? '').replace('Bearer ', ''),
    phone,
  };
}

async function phoneOf(administrator: Ask) {
  const given = { provider: 'generic', name: 'סודי' };
  const { body } = await administrator('POST', '/api/phone-connections', given);
  const url = `/api/phone-connections/${body.connection.id}/test-call`;
  const { body: rung } = await administrator('POST', url, { step: 'ring' });
  const call_id: string = rung.call.id;
  await administrator('POST', url, { step: 'answer', call_id });
  return {
    phoneConnection: body.connection.id as string,
    phoneToken: (body.addresses[0].url as string).split('/').at(-1) ?? '',
    call: call_id,
  };
}

async function peopleOf(tenant: TestTenant, administrator: Ask) {
  const email = `sodi@${tenant.host}`;
  const given = { name: 'סודי', email, role: 'agent', password: testPassword, departments: [] };
  const { body: user } = await administrator('POST', '/api/users', given);
  const added = { name: 'סודי', scopes: ['tickets:read'] };
  const { body: client } = await administrator('POST', '/api/api-clients', added);
  return {
    user: user.id as string,
    email,
    password: testPassword,
    apiClient: client.id as string,
    clientId: client.client_id as string,
    clientSecret: client.client_secret as string,
  };
}
