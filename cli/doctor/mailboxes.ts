import type { Context } from '../../server/context.ts';
import { listMailboxesOf } from '../../server/features/email/mailboxes.service.ts';
import { type ProblemCode, problemTexts } from '../../shared/problem-texts.ts';
import { type Finding, ok, warning, wrong } from './finding.ts';

const isCode = (text: string): text is ProblemCode => Object.hasOwn(problemTexts, text);

/** Of the tenant's mailboxes that are read by IMAP: which are not, since when and why. None when there are none. */
export async function checkMailboxes(ctx: Context, name: string): Promise<Finding[]> {
  const check = `mailboxes of ${name}`;
  const { items } = await listMailboxesOf(ctx);
  const read = items.filter(({ connection, is_active }) => connection !== null && is_active);
  if (read.length === 0) return [];
  const failing = read.flatMap(({ name: mailbox, connection }) => {
    const { failing_since: since, problem, server_said: said } = connection ?? {};
    if (!since || !problem) return [];
    const reason = isCode(problem) ? problemTexts[problem].en : problem;
    return [wrong(check, `${mailbox} is not read since ${since}: ${reason}${said ? ` ("${said}")` : ''}.`)];
  });
  const waiting = read
    .filter(({ connection }) => connection?.mode === 'observe')
    .map(({ name: mailbox }) =>
      warning(check, `${mailbox} is only looked at: start it on the console's page of mailboxes.`),
    );
  const all = [...failing, ...waiting];
  return all.length > 0 ? all : [ok(check, `${read.length} read by IMAP, all well.`)];
}
