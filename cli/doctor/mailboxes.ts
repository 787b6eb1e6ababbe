import type { Context } from '../../server/context.ts';
import { listMailboxesOf } from '../../server/features/email/mailboxes.service.ts';
import type { Mailbox } from '../../shared/mailboxes.ts';
import { type ProblemCode, problemTexts } from '../../shared/problem-texts.ts';
import { type Finding, ok, warning, wrong } from './finding.ts';

const isCode = (text: string): text is ProblemCode => Object.hasOwn(problemTexts, text);

type Part = Mailbox['connection'] | Mailbox['sender'];

/** Since when and why a part of a mailbox does not work; none when it does. */
function failureOf(check: string, name: string, what: string, part: Part): Finding[] {
  const { failing_since: since, problem, server_said: said } = part ?? {};
  if (!since || !problem) return [];
  const reason = isCode(problem) ? problemTexts[problem].en : problem;
  return [wrong(check, `${name} ${what} since ${since}: ${reason}${said ? ` ("${said}")` : ''}.`)];
}

/** Which of the tenant's mailboxes can't be read or can't send, since when and why. None when there is nothing to say. */
export async function checkMailboxes(ctx: Context, name: string): Promise<Finding[]> {
  const check = `mailboxes of ${name}`;
  const active = (await listMailboxesOf(ctx)).items.filter(({ is_active }) => is_active);
  const read = active.filter(({ connection }) => connection !== null);
  const sending = active.filter(({ sender }) => sender !== null);
  const failing = active.flatMap(({ name: mailbox, connection, sender }) => [
    ...failureOf(check, mailbox, 'is not read', connection),
    ...failureOf(check, mailbox, "can't send", sender),
  ]);
  const waiting = read
    .filter(({ connection }) => connection?.mode === 'observe')
    .map(({ name: mailbox }) =>
      warning(check, `${mailbox} is only looked at: start it on the console's page of mailboxes.`),
    );
  const all = [...failing, ...waiting];
  if (all.length > 0) return all;
  const parts = [
    ...(read.length > 0 ? [`${read.length} read by IMAP`] : []),
    ...(sending.length > 0 ? [`${sending.length} with a server of their own to send through`] : []),
  ];
  return parts.length > 0 ? [ok(check, `${parts.join(', ')}, all well.`)] : [];
}
