import {
  acknowledgementFields,
  type changeAcknowledgement,
  type readAcknowledgement,
  standardAcknowledgement,
} from '../../../shared/acknowledgements.ts';
import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { fillFields, unknownFieldsOf } from '../../../shared/text-fields.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { isNobody } from '../../mail/automatic-words.ts';
import type { MailNaming } from '../../mail/compose-id.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import type { MailAddress } from '../../mail/parse-headers.ts';
import { badFields, Problem } from '../../problem.ts';
import { emailOf } from '../accounts/accounts.service.ts';
import type { RawItem } from '../intake/interpret.service.ts';
import { keepMessage, queueMessage } from '../messages/write.service.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import { recordEvents } from '../tickets/evidence.service.ts';
import {
  type AcknowledgementRecord,
  areOurs,
  findAcknowledgement,
  takeTurn,
  updateAcknowledgement,
} from './acknowledge.sql.ts';
import { type AcknowledgementValues, languageOf, personOf } from './acknowledge-words.ts';
import { isBeforeConnection } from './connections.service.ts';

/** A mail that opened a ticket. */
export interface OpenedByMail {
  readonly ticketId: string;
  readonly number: number;
  readonly mail: ParsedMail;
  readonly item: RawItem;
  readonly sender: MailAddress | null;
}

/** A mail that comes in later than this was held up somewhere: to acknowledge it now would only confuse. */
const oldestMs = 3 * 86_400_000;

/** Problems: not_found. */
export async function readAcknowledgementOf(
  ctx: Context,
  mailboxId: string,
): Promise<AnswerOf<typeof readAcknowledgement>> {
  requirePermission(ctx, 'settings:read');
  const found = await findAcknowledgement(ctx, mailboxId);
  if (!found) throw new Problem('not_found', 'not_found');
  return {
    is_on: found.acknowledges_since !== null,
    text_he: found.acknowledgement_he,
    text_en: found.acknowledgement_en,
    hours: found.acknowledgement_hours,
  };
}

/** Problems: not_found, `unknown_field` for a text that names what there is not. */
export async function changeAcknowledgementOf(
  ctx: Context,
  mailboxId: string,
  given: BodyOf<typeof changeAcknowledgement>,
): Promise<void> {
  requirePermission(ctx, 'settings:write');
  const wrong = (['text_he', 'text_en'] as const).flatMap((field) => {
    const [value] = unknownFieldsOf(given[field] ?? '', acknowledgementFields);
    return value === undefined ? [] : [{ field, code: 'unknown_field' as const, value }];
  });
  if (wrong.length > 0) throw badFields(wrong);
  const { is_on: isOn, text_he: he, text_en: en, hours } = given;
  const isKnown = await updateAcknowledgement(ctx, mailboxId, { isOn, he, en, hours });
  if (!isKnown) throw new Problem('not_found', 'not_found');
  ctx.announce({ kind: 'settings' });
}

/**
 * Tells a person whose mail opened a ticket that it came, if its mailbox does: once in a window, as a program (RFC 3834), and
 * never as evidence of anything. It does nothing where an answer could meet a robot, a list or ourselves.
 */
export async function acknowledge(ctx: Context, naming: MailNaming, opened: OpenedByMail): Promise<void> {
  const { item, mail } = opened;
  const mailbox = await findAcknowledgement(ctx, item.source);
  const to = recipientOf(opened);
  if (!mailbox?.address || !to || !(await isRecent(ctx, mailbox, opened))) return;
  const person = personOf(to.address);
  const ours = [to.address.toLowerCase(), person, personOf(opened.sender?.address ?? '')];
  if (await areOurs(ctx, ours)) return;
  const text = await textFor(ctx, mailbox, opened, to);
  await inTransaction(ctx, async (tx) => {
    if (!(await takeTurn(tx, person, mailbox.acknowledgement_hours))) return;
    const { ticketId } = opened;
    const [id, from] = [newId(), mailbox.address ?? ''];
    await keepMessage(tx, {
      id,
      ticketId,
      channel: 'email',
      direction: 'outbound',
      author: 'system',
      isAutomatic: true,
      text,
      fromName: mailbox.name,
      fromAddress: from,
      recipients: { to: [to], cc: [] },
      subject: mail.subject,
      mailId: naming.mailIdOf(ticketId, id, from),
      inReplyTo: mail.messageId,
      threadIds: mail.messageId === null ? null : [...mail.references, mail.messageId],
      createdAt: tx.now(),
    });
    await queueMessage(tx, id, { mailboxId: item.source });
    await recordEvents(tx, [{ ticketId, kind: 'acknowledged', detail: { message: wireIdOf(id) } }]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/** Where answers are wanted; null where nobody should get an automatic one. */
function recipientOf({ mail, item, sender }: OpenedByMail): MailAddress | null {
  const { nature, replyTo } = mail;
  if (nature.kind !== null || !nature.mayBeAnswered) return null;
  const { from: returnTo, is_wanted: isWanted } = item.envelope as { from?: unknown; is_wanted?: unknown };
  if (isWanted === true) return null; // a rule took it for no inquiry: a person will answer
  if (typeof returnTo === 'string' && (returnTo === '' || isNobody(returnTo))) return null;
  const wanted = replyTo ?? sender;
  const address = wanted ? emailOf(wanted.address) : null;
  return wanted && address && !isNobody(address) ? { name: wanted.name, address } : null;
}

/** Not from before it was switched on, nor from before the mailbox was connected; by its own date, too. */
async function isRecent(
  ctx: Context,
  { acknowledges_since: since }: AcknowledgementRecord,
  { mail, item }: OpenedByMail,
): Promise<boolean> {
  const at = new Date(Math.min(item.received_at.getTime(), mail.date?.getTime() ?? Number.POSITIVE_INFINITY));
  if (since === null || item.received_at < since) return false;
  // A clock that is a little behind is no sign of age.
  if (at.getTime() < Math.max(since.getTime() - 3_600_000, ctx.now().getTime() - oldestMs)) return false;
  return !(await isBeforeConnection(ctx, item.source, at));
}

async function textFor(
  ctx: Context,
  mailbox: AcknowledgementRecord,
  { mail, number }: OpenedByMail,
  to: MailAddress,
): Promise<string> {
  const tenant = await readTenant(ctx.db, ctx.tenantId);
  const language = languageOf(`${mail.subject}\n${mail.text}`) ?? (tenant.language === 'en' ? 'en' : 'he');
  const own = language === 'he' ? mailbox.acknowledgement_he : mailbox.acknowledgement_en;
  const values: AcknowledgementValues = {
    'ticket.number': String(number),
    'ticket.subject': mail.subject,
    'account.name': to.name,
    'mailbox.name': mailbox.name,
    'tenant.name': tenant.name,
  };
  return fillFields(own ?? standardAcknowledgement[language], values);
}
