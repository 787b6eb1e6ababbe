import { z } from 'zod';
import { noContent, optionalText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { requestId } from './id.ts';

/** What an acknowledgement's text may name, as `{{ticket.number}}`. */
export const acknowledgementFields = [
  'ticket.number',
  'ticket.subject',
  'account.name',
  'mailbox.name',
  'tenant.name',
] as const;

/** Hebrew is the first; the other goes to those who write in other letters. */
export const standardAcknowledgement = {
  he: 'שלום {{account.name}},\n\nהפנייה התקבלה ומספרה {{ticket.number}}. מענה יישלח לכתובת הזאת.\nפרטים נוספים אפשר לשלוח בתשובה להודעה הזאת.\n\n{{tenant.name}}',
  en: 'Hello {{account.name}},\n\nWe have received your inquiry; its number is {{ticket.number}}. An answer will be sent to this address.\nTo add anything, reply to this message.\n\n{{tenant.name}}',
} as const;

const params = z.object({ id: requestId });
const hours = z.int().min(1).max(720);

export const readAcknowledgement = endpoint({
  method: 'GET',
  url: '/api/mailboxes/:id/acknowledgement',
  summary: 'The automatic acknowledgement of new inquiries to a mailbox',
  tag: 'mailboxes',
  access: 'settings:read',
  params,
  answer: z.object({
    is_on: z.boolean(),
    /** Null: the standard words. */
    text_he: z.string().nullable(),
    text_en: z.string().nullable(),
    hours: z.number(),
  }),
});
export type Acknowledgement = z.infer<(typeof readAcknowledgement)['answer']>;

export const changeAcknowledgement = endpoint({
  method: 'PUT',
  url: '/api/mailboxes/:id/acknowledgement',
  summary: 'Set the automatic acknowledgement of new inquiries to a mailbox',
  description:
    'It goes to a person who opens an inquiry by mail, once in `hours` to each address; never to lists, robots, addresses that nobody reads, our own addresses, or to mail from before it was switched on. Texts may hold `{{ticket.number}}`, `{{ticket.subject}}`, `{{account.name}}`, `{{mailbox.name}}`, `{{tenant.name}}`; 400 `unknown_field` for others.',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object({
    is_on: z.boolean(),
    text_he: optionalText(5000),
    text_en: optionalText(5000),
    hours: hours.default(24),
  }),
  status: 204,
  answer: noContent,
});
