import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import type { FoundTicket, TextPart } from '../../../shared/search.ts';
import { deliver, rawMail, until } from '../../testing/mail-client.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { indexAnew, indexPage, indexPassedOver } from './indexing.service.ts';

let app: TestApp;
/** Without a worker: nobody indexes but the test. */
let quiet: TestApp;
before(async () => {
  app = await startTestApp();
  quiet = await startTestApp({ roles: ['api'] });
});
after(async () => {
  await app?.stop();
  await quiet?.stop();
});

const at = (q: string, more = '') => `/api/search/tickets?q=${encodeURIComponent(q)}${more}`;
const text = (parts: readonly TextPart[]) => parts.map((part) => part.text).join('');
const hits = (parts: readonly TextPart[]) => parts.filter((part) => part.is_hit).map((part) => part.text);

async function search(ask: Ask, q: string, more = ''): Promise<FoundTicket[]> {
  const answer = await ask('GET', at(q, more));
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items;
}
const subjects = async (ask: Ask, q: string) => (await search(ask, q)).map(({ subject }) => text(subject));

interface Given {
  subject: string;
  msg?: string;
  phone?: string;
}

async function write(tenant: TestTenant, given: readonly Given[]): Promise<{ ask: Ask; ids: string[] }> {
  const [ask, client] = [await tenant.asUser(), await tenant.asClient()];
  const [status] = (await ask('GET', '/api/lists')).body.statuses;
  const ids: string[] = [];
  for (const one of given) {
    const answer = await client('POST', '/v2/tickets/create', { msg: '', ...one, status: status.id });
    assert.equal(answer.status, 201, answer.text);
    ids.push(answer.body.id);
  }
  return { ask, ids };
}

async function open(tenant: TestTenant, given: readonly Given[]): Promise<{ ask: Ask; ids: string[] }> {
  const { ask, ids } = await write(tenant, given);
  const { subject = '' } = given.at(-1) ?? {};
  await until(
    () => ask('GET', at(subject)),
    ({ items }) => items.some((item: FoundTicket) => text(item.subject) === subject),
  );
  return { ask, ids };
}

async function callCustomer(ask: Ask, number: number, name: string): Promise<void> {
  const { account } = (await ask('GET', `/api/tickets/${number}`)).body;
  assert.equal((await ask('PATCH', `/api/accounts/${account.id}`, { name })).status, 204);
  await until(
    () => ask('GET', at(name)),
    ({ items }) => items.length === 1,
  );
}

test('as a reader reads Hebrew: niqqud, final letters, geresh, prefixes and endings count for little', async () => {
  const { ask } = await open(await app.newTenant(), [
    { subject: 'א', msg: 'שָׁלוֹם, קניתי את הבית ברחוב ז׳בוטינסקי' },
    { subject: 'ב', msg: 'דו״ח על צה״ל, ומחשבון' },
    { subject: 'ג', msg: 'הזמנות שלא הגיעו, לבית' },
    { subject: 'ד', msg: 'Invoice INV-20417 overdue, חשבונית' },
    { subject: 'ה סוף', msg: '' },
  ]);
  const cases: [string, string[]][] = [
    ['שלום', ['א']],
    ['ז"בוטינסקי', ['א']],
    ['דוח', ['ב']],
    ['צהל', ['ב']],
    ['דו״ח צהל', ['ב']],
    ['דוח שלום', []],
    ['בית', ['ג', 'א']],
    ['מהבית', ['ג', 'א']],
    ['הזמנ', ['ג']],
    ['להזמנות', ['ג']],
    ['invoice', ['ד']],
    ['INVOICE חשבונית', ['ד']],
    ['INV-20417', ['ד']],
    ['20417', ['ד']],
    ['%', []],
    ["' | 'ק':*", []],
    ['', []],
  ];
  for (const [q, expected] of cases) assert.deepEqual(await subjects(ask, q), expected, q);
  // As it was written comes before other prefixes, whichever is newer.
  assert.deepEqual(await subjects(ask, 'הבית'), ['א', 'ג']);
});

test('by number first; by customer; by any tail of a phone number, in any spelling', async () => {
  const tenant = await app.newTenant();
  const { ask } = await open(tenant, [
    { subject: 'ראשונה', msg: 'הזמנה 2', phone: '054-925-5555' },
    { subject: 'שנייה', msg: 'שלום', phone: '03-5551234' },
    { subject: 'שלישית', msg: 'חזרו אליי ל +972 (0)52-777-8899' },
    { subject: 'רביעית', msg: '' },
  ]);
  assert.deepEqual(await subjects(ask, '2'), ['שנייה', 'ראשונה']);
  assert.deepEqual(await subjects(ask, '#3'), ['שלישית']);
  for (const q of ['0549255555', '+972549255555', '925 5555', '5555', '00972-54-9255555'])
    assert.deepEqual(await subjects(ask, q), ['ראשונה'], q);
  for (const q of ['0527778899', '052-7778899', '8899', '+972527778899'])
    assert.deepEqual(await subjects(ask, q), ['שלישית'], q);
  const [found] = await search(ask, '7778899');
  assert.deepEqual(hits(found?.snippet ?? []), ['+972 (0)52-777-8899']);
  await callCustomer(ask, 1, 'משה כהן');
  const [named] = await search(ask, 'כהן');
  assert.deepEqual([text(named?.subject ?? []), hits(named?.customer ?? [])], ['ראשונה', ['כהן']]);
  assert.deepEqual(await subjects(ask, 'כהן הזמנה'), ['ראשונה']);
});

test('what changes is found as it is now: replies, subjects, customers', async () => {
  const tenant = await app.newTenant();
  const { ask, ids } = await open(tenant, [{ subject: 'מקורית', phone: '0549255555' }]);
  const found = (q: string) =>
    until(
      () => ask('GET', at(q)),
      ({ items }) => items.length === 1,
    );
  await ask('POST', `/api/tickets/${ids[0]}/notes`, { text: 'הערה: לבדוק במחסן' });
  await found('מחסן');
  await ask('PATCH', `/api/tickets/${ids[0]}`, { subject: 'מתוקנת' });
  await found('מתוקנת');
  // The mail that opened it is still called so.
  assert.deepEqual(await subjects(ask, 'מקורית'), ['מתוקנת']);
  await callCustomer(ask, 1, 'אבי');
  await callCustomer(ask, 1, 'רבקה');
  assert.deepEqual(await subjects(ask, 'אבי'), []);
  const mail = rawMail(['From: dana@example.com', 'Subject: pictures'], 'x');
  await deliver(app, tenant.mailAddress, mail);
  await found('pictures');
});

test('what is moved to another ticket is found there, and no more where it was', async () => {
  const { ask, ids } = await open(await app.newTenant(), [
    { subject: 'ראשונה', msg: 'א' },
    { subject: 'שנייה', msg: 'ב' },
  ]);
  const { body: note } = await ask('POST', `/api/tickets/${ids[0]}/notes`, { text: 'מטריה' });
  const foundIn = (subject: string) =>
    until(
      () => ask('GET', at('מטריה')),
      ({ items }) => items.length === 1 && text(items[0].subject) === subject,
    );
  await foundIn('ראשונה');
  const moved = await ask('POST', `/api/tickets/${ids[0]}/move`, { message_ids: [note.id], to: ids[1] });
  assert.equal(moved.status, 200, moved.text);
  await foundIn('שנייה');
});

test('a reply that was taken back before it left is not found', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, rawMail(['From: dana@example.com', 'Subject: first'], 'x'));
  const found = (q: string, many: number) =>
    until(
      () => ask('GET', at(q)),
      ({ items }) => items.length === many,
    );
  await found('first', 1);
  const { ticket } = (await ask('GET', '/api/tickets/1')).body;
  const reply = await ask('POST', `/api/tickets/${ticket.id}/replies`, { text: 'שטויות' });
  assert.equal(reply.status, 201, reply.text);
  await found('שטויות', 1);
  const taken = await ask('POST', `/api/messages/${reply.body.id}/unsend`);
  assert.equal(taken.status, 200, taken.text);
  await found('שטויות', 0);
});

test('a page at a time, newest first, without gaps or repetitions', async () => {
  const tenant = await app.newTenant();
  const given = Array.from({ length: 23 }, (_, n) => ({
    subject: `פנייה ${n}`,
    msg: n % 2 ? 'דרכון' : 'הדרכון',
  }));
  const { ask } = await open(tenant, given);
  const seen: number[] = [];
  let after: string | null = '';
  for (let pages = 0; after !== null && pages < 10; pages += 1) {
    const more: string = after === '' ? '' : `&after=${after}`;
    const { body } = await ask('GET', at('דרכון', `&limit=4${more}`));
    seen.push(...body.items.map(({ number }: FoundTicket) => number));
    after = body.after;
  }
  const odd = Array.from({ length: 23 }, (_, n) => n).filter((n) => n % 2 === 1);
  const even = Array.from({ length: 23 }, (_, n) => n).filter((n) => n % 2 === 0);
  assert.deepEqual(
    seen,
    [...odd.reverse(), ...even.reverse()].map((n) => n + 1),
  );
  for (const wrong of ['x', 'strong.x', 'other.', 'weak.WyJ4Il0'])
    assert.equal((await ask('GET', at('דרכון', `&after=${wrong}`))).status, 400, wrong);
});

test('nobody finds another tenant’s words, and who may not read tickets finds none', async () => {
  const [mine, theirs] = [await app.newTenant(), await app.newTenant()];
  const { ask } = await open(mine, [{ subject: 'סודמסחרי', msg: 'מילתסתר', phone: '0549255555' }]);
  const { ask: stranger } = await open(theirs, [{ subject: 'שלהם', msg: 'אחר' }]);
  for (const q of ['סודמסחרי', 'מילתסתר', '5555', 'סודמס']) {
    assert.equal((await search(ask, q)).length, 1, q);
    assert.deepEqual(await search(stranger, q), [], q);
  }
  assert.deepEqual(await subjects(stranger, '1'), ['שלהם']);
  assert.equal((await app.app.inject({ url: at('x'), headers: { host: mine.host } })).statusCode, 401);
});

test('what was passed over is found by the sweep; all is written anew when asked', async () => {
  const tenant = await quiet.newTenant();
  // What was just written is left to the next look.
  const later = { ...tenant.ctx, now: () => new Date(Date.now() + 5000) };
  const { ask } = await write(tenant, [{ subject: 'אחת' }, { subject: 'שתיים' }]);
  assert.ok((await indexPage(later)).isAll);
  assert.deepEqual(await subjects(ask, 'אחת'), ['אחת']);
  // As if its transaction had ended after the job had gone by.
  await sql`delete from ticket_words where tenant_id = ${tenant.tenantId}
    and ticket_id = (select id from tickets where tenant_id = ${tenant.tenantId} and number = 1)`.execute(
    quiet.means.db,
  );
  assert.equal((await indexPage(later)).done, 0);
  assert.deepEqual(await subjects(ask, 'אחת'), []);
  assert.equal(await indexPassedOver(later), 1);
  assert.deepEqual(await subjects(ask, 'אחת'), ['אחת']);
  assert.equal(await indexPassedOver(later), 0);
  await sql`delete from ticket_words where tenant_id = ${tenant.tenantId}`.execute(quiet.means.db);
  await indexAnew(later);
  assert.deepEqual(await indexPage(later), { done: 2, isAll: true });
  assert.deepEqual(await subjects(ask, 'אחת'), ['אחת']);
});
