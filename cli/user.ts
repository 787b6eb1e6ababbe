import type { Context } from '../server/context.ts';
import { userInSettings } from '../server/features/users/shown.ts';
import { addUser, listUsers, setPassword } from '../server/features/users/users.service.ts';
import { uuidOf, wireIdOf } from '../shared/id.ts';
import type { Role } from '../shared/permissions.ts';
import * as contracts from '../shared/users.ts';
import { checked } from './checked.ts';
import { CommandError, command, required } from './command.ts';
import { chosen } from './list-choice.ts';
import { choosePassword, passwordHelp, passwordOptions } from './password.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const userAdd = command({
  name: 'user add',
  summary: 'add a person who handles inquiries',
  help: [
    '--email <address>',
    '--name <name>',
    '--role <administrator|agent|viewer>  agent unless told',
    '--department <name|id>  may be repeated',
    ...passwordHelp,
    tenantHelp,
  ],
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', default: 'agent' },
    department: { type: 'string', multiple: true },
    ...passwordOptions,
    ...tenantOption,
  },
  word: 'email',
  async run({ email, name, role, department = [], tenant, ...given }) {
    const who = { email: required(email, 'email'), name: required(name, 'name'), role: role as Role };
    const { password, isMade } = await choosePassword(given);
    checked(contracts.addUser.body, { ...who, password });
    return await inTenant(tenant, async (ctx) => {
      const rows = (await ctx.lists.of(ctx.tenantId)).departments;
      const departments = department.map((named) => chosen(rows, named, 'department'));
      const body = checked(contracts.addUser.body, { ...who, password, departments });
      const id = wireIdOf((await addUser(ctx, body)).id);
      const shown = { id, email: body.email, name: body.name, role: body.role };
      return {
        json: { ...shown, ...(isMade && { password }) },
        text: `${body.name} (${body.email}) is added as ${body.role}.${passwordLine(password, isMade)}`,
      };
    });
  },
});

const userPassword = command({
  name: 'user password',
  summary: 'give a user a new password; ends their sessions',
  help: ['--email <address|id>', ...passwordHelp, tenantHelp],
  options: { email: { type: 'string' }, ...passwordOptions, ...tenantOption },
  word: 'email',
  async run({ email, tenant, ...given }) {
    const named = required(email, 'email');
    const { password, isMade } = await choosePassword(given);
    checked(contracts.addUser.body.pick({ password: true }), { password });
    return await inTenant(tenant, async (ctx) => {
      const user = await userNamed(ctx, named);
      await setPassword(ctx, user.id, password);
      return {
        json: { id: wireIdOf(user.id), email: user.email, ...(isMade && { password }) },
        text: `The password of ${user.name} (${user.email}) is changed.${passwordLine(password, isMade)}`,
      };
    });
  },
});

const userList = command({
  name: 'user list',
  summary: 'the people who handle inquiries',
  help: [tenantHelp],
  options: tenantOption,
  async run({ tenant }) {
    return await inTenant(tenant, async (ctx) => {
      const [users, { departments }] = await Promise.all([listUsers(ctx), ctx.lists.of(ctx.tenantId)]);
      const rows = users.map((user) => [
        user.name,
        user.email,
        user.role,
        user.is_active ? 'yes' : 'no',
        user.departments.map((id) => departments.get(id)?.name ?? '').join(', '),
        wireIdOf(user.id),
      ]);
      const headings = ['NAME', 'E-MAIL', 'ROLE', 'ACTIVE', 'DEPARTMENTS', 'ID'];
      return { json: { items: users.map(userInSettings) }, text: table(headings, rows) };
    });
  },
});

async function userNamed(ctx: Context, named: string) {
  const [email, id] = [named.trim().toLowerCase(), uuidOf(named)];
  const user = (await listUsers(ctx)).find((one) => one.email === email || one.id === id);
  if (!user) throw new CommandError(`There is no user "${named}".`);
  return user;
}

const passwordLine = (password: string, isMade: boolean) =>
  isMade ? `\nPassword: ${password}\nIt is shown this once.` : '';

export const userCommands = [userAdd, userList, userPassword];
