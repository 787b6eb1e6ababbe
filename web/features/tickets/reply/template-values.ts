import type { AllLists } from '../../../../shared/lists.ts';
import type { Template, TemplateValues } from '../../../../shared/templates.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import type { Session } from '../../../../shared/users.ts';

/** What the fields of templates and signatures are on a ticket. A first name that we don't know is not guessed: the whole name stands for it. */
export function templateValues(
  { ticket, account }: TicketPage,
  { user }: Session,
  lists: AllLists | undefined,
  from: string,
): TemplateValues {
  const name = account?.name ?? ticket.account?.name ?? ticket.reply_target.to?.name ?? '';
  return {
    'account.name': name,
    'account.first_name': account?.first_name || name,
    'ticket.number': String(ticket.number),
    'ticket.subject': ticket.subject,
    'user.name': user.name,
    'mailbox.address': from,
    'department.name': lists?.departments.find(({ id }) => id === ticket.department_id)?.name ?? '',
  };
}

/** Templates that hold all the words that were typed; the ticket's department's first, then everybody's, each in its order. */
export function offeredTemplates(
  templates: readonly Template[],
  departmentId: string | null,
  words: string,
): Template[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ department_id }: Template) =>
    department_id === null ? 1 : department_id === departmentId ? 0 : 2;
  const isNamed = ({ name }: Template) => wanted.every((word) => name.toLowerCase().includes(word));
  return templates
    .filter(({ is_active, name, text }) => {
      const read = `${name}\n${text}`.toLowerCase();
      return is_active && wanted.every((word) => read.includes(word));
    })
    .map((template) => ({ template, key: (isNamed(template) ? 0 : 3) + rank(template) }))
    .sort((one, other) => one.key - other.key)
    .map(({ template }) => template);
}
