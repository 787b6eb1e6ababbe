import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { scopes } from '../../../shared/permissions.ts';
import type { Context } from '../../context.ts';
import { readIntakeRow } from '../intake/intake.service.ts';
import { interpretItem, recordArrival } from '../intake/interpret.service.ts';
import { openTicketOf } from '../intake/open.service.ts';
import { receiveTicket } from '../intake/receive.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { buildMail, type CustomerMail } from './customer-mail.ts';
import type { Dice } from './dice.ts';
import { fileOf } from './enclosures.ts';
import { happen, type Mailbox, type Stage } from './stage.service.ts';
import type { Course } from './steps.ts';
import { manager } from './team.ts';

/** Brings an inquiry in by the way it came; answers the uuid of its ticket. */
export async function arrive(ctx: Context, stage: Stage, course: Course, dice: Dice): Promise<string> {
  if (course.source === 'email') {
    const mailbox = course.desk === 'sales' ? stage.salesMailbox : stage.mailbox;
    const mail = await mailOf(course, mailbox, dice);
    const { raw } = await buildMail(dice, mail);
    const number = await takeMail(ctx, stage, course.at, mailbox, mail.from.address, raw);
    const again = new Date(course.at.getTime() + 300_000);
    if (course.isSentTwice) await takeMail(ctx, stage, again, mailbox, mail.from.address, raw);
    return (await requireTicket(ctx, { number })).id;
  }
  return course.source === 'api'
    ? arriveByApi(ctx, stage, course)
    : writtenDown(ctx, stage, course, course.source);
}

async function mailOf(course: Course, mailbox: Mailbox, dice: Dice): Promise<CustomerMail> {
  const { from, at, subject, text, isHtml, file } = course;
  const attached = file === null ? [] : [fileOf(file, dice, at)];
  return { from, to: mailbox, at, subject, text, isHtml, attached, answered: null };
}

/** A mail through the ledger as from the SMTP server; answers the number of the ticket it belongs to. */
export async function takeMail(
  ctx: Context,
  stage: Stage,
  at: Date,
  mailbox: Mailbox,
  from: string,
  raw: Buffer,
): Promise<number> {
  const kept = await ctx.files.keep(ctx.tenantId, raw);
  return await happen(ctx, at, { kind: 'system' }, async (then, means) => {
    const { intakeId, state } = await recordArrival(means, {
      tenantId: ctx.tenantId,
      channel: 'email',
      source: mailbox.id,
      externalKey: null,
      rawSha256: kept.sha256,
      rawBytes: kept.bytes,
      // An address that documentation may use (RFC 5737).
      envelope: {
        from,
        to: [mailbox.address],
        helo: `out.${from.split('@')[1]}`,
        remote_address: '192.0.2.25',
      },
    });
    if (state === 'duplicate') return 0;
    await interpretItem(means, { email: stage.interpreter }, { tenantId: ctx.tenantId, intakeId });
    return (await readIntakeRow(then, intakeId)).ticket_number ?? 0;
  });
}

async function arriveByApi(ctx: Context, stage: Stage, course: Course): Promise<string> {
  const { subject, text, from, desk } = course;
  const { open } = stage.statuses;
  const department = desk === 'support' ? (stage.desks[0] ?? null) : null;
  const asked = {
    account_id: null,
    subject,
    msg: text,
    owner: null,
    department_id: department,
    priority_id: null,
    status: open,
    phone: from.phone,
    email: from.address,
  };
  const wire = { ...asked, account_id: '', owner: '', priority_id: '', status: wireIdOf(open) };
  const sent = { ...wire, department_id: department === null ? '' : wireIdOf(department) };
  const body = { raw: Buffer.from(JSON.stringify(sent)), mediaType: 'application/json', key: null };
  const actor = { kind: 'client', id: stage.client, scopes: new Set<string>(scopes) } as const;
  const { id } = await happen(ctx, course.at, actor, (then) => receiveTicket(then, asked, body));
  return uuidOf(id) ?? '';
}

async function writtenDown(
  ctx: Context,
  stage: Stage,
  course: Course,
  channel: 'phone' | 'form',
): Promise<string> {
  const { subject, text, from, desk, by } = course;
  const body = {
    channel,
    subject,
    text,
    account_id: null,
    name: from.name,
    phone: from.phone,
    email: from.address || null,
    owner: null,
    department_id: stage.desks[['support', 'service', 'sales'].indexOf(desk)] ?? null,
    priority_id: null,
    status: null,
  };
  const id = by === manager ? stage.manager : (stage.users[by] ?? '');
  const actor = { kind: 'user', id, role: 'agent' } as const;
  const opened = await happen(ctx, course.at, actor, (then) => openTicketOf(then, body));
  return uuidOf(opened.id) ?? '';
}
