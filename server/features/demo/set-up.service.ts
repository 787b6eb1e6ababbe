import { uuidOf } from '../../../shared/id.ts';
import { scopes } from '../../../shared/permissions.ts';
import type { Context, ListRow } from '../../context.ts';
import { generatedPassword } from '../../generated-password.ts';
import type { MailReader } from '../../mail/parse-pool.ts';
import { createAccountV2 } from '../accounts/accounts-v2.service.ts';
import { noteOnAccount } from '../accounts/change.service.ts';
import { makeMailInterpreter } from '../email/interpret.service.ts';
import { addMailboxTo, listMailboxesOf } from '../email/mailboxes.service.ts';
import { makeMailNaming } from '../email/naming.service.ts';
import { addApiClient } from '../oauth/oauth.service.ts';
import { changeDepartmentSignatureTo } from '../templates/signatures.service.ts';
import { addTemplateTo } from '../templates/templates.service.ts';
import { addUser, listUsers } from '../users/users.service.ts';
import type { Dice } from './dice.ts';
import type { Person } from './people.ts';
import { happen, type Mailbox, type Stage } from './stage.service.ts';
import { deskPlaces, team } from './team.ts';
import { deskSignatures, replyTemplates } from './words.ts';

const day = 24 * 3_600_000;

/** Colleagues, an API client and mailboxes beside what the tenant has; its lists must be those of a new tenant. */
export async function setUp(ctx: Context, reader: MailReader): Promise<Stage> {
  const lists = await ctx.lists.of(ctx.tenantId);
  const [desks, urgencies] = [idsOf(lists.departments), idsOf(lists.priorities)];
  const mailbox = await firstMailbox(ctx);
  const host = mailbox.address.split('@')[1];
  const users: string[] = [];
  for (const { name, mail, role, desks: places } of team) {
    const departments = places.map((place) => desks[place] ?? '');
    // Nobody knows these passwords: an administrator gives new ones.
    const password = generatedPassword();
    users.push((await addUser(ctx, { name, email: `${mail}@${host}`, role, password, departments })).id);
  }
  const manager = (await listUsers(ctx)).find(({ role }) => role === 'administrator')?.id ?? users[0] ?? '';
  const { id: client } = await addApiClient(ctx, { name: 'אתר החנות', scopes: [...scopes] });
  const sales = { name: 'מכירות', addresses: [`sales@${host}`] };
  const department_id = desks[deskPlaces.sales ?? 0] ?? null;
  const added = await addMailboxTo(ctx, { ...sales, department_id, priority_id: null });
  await addWords(ctx, desks);
  const statuses = [...lists.statuses.values()];
  const naming = await makeMailNaming(ctx.db);
  const status = (type: string) => statuses.find((one) => one.type === type)?.id ?? '';
  return {
    now: ctx.now(),
    users,
    manager,
    client,
    desks,
    urgencies,
    statuses: {
      open: status('open'),
      in_progress: status('in_progress'),
      waiting: status('waiting'),
      closed: status('closed'),
    },
    mailbox,
    salesMailbox: { id: added.id, name: sales.name, address: sales.addresses[0] ?? '' },
    naming,
    interpreter: makeMailInterpreter(reader, naming),
  };
}

/** Ready words for replies, and what stands below them. */
async function addWords(ctx: Context, desks: readonly string[]): Promise<void> {
  const desk = (name: string | null) => (name === null ? null : (desks[deskPlaces[name] ?? 0] ?? null));
  for (const { name, text, desk: place } of replyTemplates)
    await addTemplateTo(ctx, { name, text, department_id: desk(place) });
  for (const [name, text] of Object.entries(deskSignatures))
    await changeDepartmentSignatureTo(ctx, desk(name) ?? '', text);
}

async function firstMailbox(ctx: Context): Promise<Mailbox> {
  const [first] = (await listMailboxesOf(ctx)).items;
  if (!first) throw new Error('the demo needs a tenant with a mailbox');
  return { id: uuidOf(first.id) ?? '', name: first.name, address: first.addresses[0] ?? '' };
}

const idsOf = (rows: ReadonlyMap<string, ListRow>) => [...rows.keys()];

const notes = [
  'לקוחה ותיקה, מעדיפה שיחה בטלפון אחרי 16:00.',
  'ביקש שלא להתקשר בשבת.',
  'קנו אצלנו מטבח שלם. לתת עדיפות בתיאום טכנאי.',
  'הכניסה למשאית רק מהרחוב האחורי.',
  'איש הקשר לרכש: לשלוח הצעות מחיר במייל בלבד.',
  'דובר ערבית ועברית.',
];

/** Two of three customers were known before they wrote; the others come into the list by their first inquiry. */
export async function openAccounts(
  ctx: Context,
  stage: Stage,
  people: readonly Person[],
  dice: Dice,
): Promise<void> {
  const { accountStatuses, accountTypes } = await ctx.lists.of(ctx.tenantId);
  const [active = ''] = idsOf(accountStatuses);
  const [personal = null, business = null] = idsOf(accountTypes);
  const client = { kind: 'system' } as const;
  for (const person of people.filter((_, place) => place % 3 !== 1)) {
    const at = new Date(stage.now.getTime() - dice.between(95, 700) * day - dice.between(0, 9) * 3_600_000);
    const [, ...last] = person.name.split(' ');
    const given = { name: person.name, f_name: person.first, l_name: last.join(' '), email: person.email };
    const rest = { phone: person.phone, country: 'ישראל', city: person.city, address: person.street };
    const type = person.company === null ? personal : business;
    const body = { ...nothing, ...given, ...rest, company: person.company, status: active, type };
    const { id } = await happen(ctx, at, client, (then) => createAccountV2(then, body));
    if (!dice.chance(0.16)) continue;
    const by = { kind: 'user', id: dice.pick(stage.users), role: 'administrator' } as const;
    const later = new Date(at.getTime() + dice.between(1, 60) * day);
    await happen(ctx, later, by, (then) => noteOnAccount(then, uuidOf(id) ?? '', { text: dice.pick(notes) }));
  }
}

const nothing = {
  passport: null,
  website: null,
  b_day: null,
  owner: null,
  lead_id: null,
  is_subscriber: null,
  ext_one: null,
  ext_two: null,
  ext_three: null,
  ext_four: null,
};
