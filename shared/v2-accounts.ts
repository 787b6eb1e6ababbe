import { z } from 'zod';
import { optionalText, optionalWord, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, optionalRequestId, requestId } from './id.ts';

const calendarDay = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/;
const writtenDay = /^(?<day>\d{1,2})[./-](?<month>\d{1,2})[./-](?<year>\d{4})$/;

/** `1985-04-23`, or day first as people write it (`23/4/1985`); comes out as an ISO calendar date. Only days that exist. */
const optionalDay = z
  .string()
  .nullish()
  .transform((given, issue) => {
    if (!given) return null;
    const {
      year = '',
      month = '',
      day = '',
    } = (calendarDay.exec(given) ?? writtenDay.exec(given))?.groups ?? {};
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const instant = new Date(`${iso}T00:00:00Z`);
    const exists =
      !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso) && year !== '0000';
    if (exists) return iso;
    issue.addIssue({ code: 'custom', message: 'not_a_date' });
    return z.NEVER;
  })
  .meta({ type: 'string', description: 'Calendar date, `1985-04-23` or `23/04/1985`' });

/** An id of another system, kept as it was given; a bare number keeps every digit. */
const optionalForeignId = z
  .union([z.string().max(100, { error: 'too_long' }), z.number(), z.bigint(), z.null()])
  .optional()
  .transform((given) => (given === undefined || given === null || given === '' ? null : String(given)));

const optionalYesNo = z
  .union([z.boolean(), z.literal(''), z.null()], { error: 'wrong_type' })
  .optional()
  .transform((given) => (typeof given === 'boolean' ? given : null))
  .meta({ type: 'boolean', description: '`true` or `false`' });

const example = {
  name: 'דנה כהן',
  f_name: 'דנה',
  l_name: 'כהן',
  email: 'dana@example.com',
  phone: '0549255555',
  country: 'ישראל',
  city: 'חיפה',
  address: 'הרצל 10',
  passport: '',
  website: '',
  b_day: '1985-04-23',
  owner: '',
  lead_id: '',
  status: '234958461663827606436640835426029570923',
  type: '',
  company: 'כהן ובניו בע״מ',
  is_subscriber: true,
  ext_one: '',
  ext_two: '',
  ext_three: '',
  ext_four: '',
};

export const createAccount = endpoint({
  method: 'POST',
  url: '/v2/accounts/create',
  summary: 'יצירת לקוח · Create an account',
  description:
    'Every optional key may be missing, `""` or `null`. Unknown keys are ignored. Two accounts may have the same phone or e-mail.',
  tag: 'accounts',
  access: 'accounts:write',
  body: z
    .object({
      name: requiredText(300).describe('The customer’s name, 300 characters at most'),
      f_name: requiredText(300).describe('First name, 300 characters at most'),
      l_name: optionalText(300).describe('Last name, 300 characters at most'),
      email: optionalText(254).describe('One plain e-mail address'),
      phone: optionalText(100).describe('One phone number, in any spelling'),
      country: optionalText(200),
      city: optionalText(200),
      address: optionalText(1000),
      passport: optionalText(100).describe('National or company number'),
      website: optionalText(2000),
      b_day: optionalDay,
      owner: optionalRequestId.describe('The responsible user, of GET /v2/users'),
      lead_id: optionalForeignId.meta({ type: 'string', description: 'Kept as given: Pniya has no leads' }),
      status: requestId.describe('Of GET /v2/accounts/statuses'),
      type: optionalRequestId.describe('Of GET /v2/accounts/types'),
      company: optionalText(300),
      is_subscriber: optionalYesNo,
      ext_one: optionalText(4000),
      ext_two: optionalText(4000),
      ext_three: optionalText(4000),
      ext_four: optionalText(4000),
    })
    .meta({ example }),
  status: 201,
  answer: z.object({ account_status: answerId, id: answerId, message: z.string() }).meta({
    example: {
      account_status: '234958461663827606436640835426029570923',
      id: '271911966272026940869079307116515873577',
      message: 'הלקוח נוצר בהצלחה',
    },
  }),
});
export type CreateAccount = z.output<(typeof createAccount)['body']>;

export const createNote = endpoint({
  method: 'POST',
  url: '/v2/notes/create',
  summary: 'יצירת הערה · Create a note',
  description: 'A note about a customer, or of no customer when `account_id` is not given.',
  tag: 'notes',
  access: 'accounts:write',
  body: z
    .object({
      account_id: optionalRequestId.describe('The customer that the note is about'),
      msg: requiredText(4000).describe('4,000 characters at most'),
    })
    .meta({
      example: { account_id: '271911966272026940869079307116515873577', msg: 'ביקשה שנחזור אליה ביום ראשון' },
    }),
  status: 201,
  answer: z.object({ id: answerId, message: z.string() }).meta({
    example: { id: '271911966272026940869079307116515873578', message: 'ההערה נוצרה בהצלחה' },
  }),
});

const defaultLimit = 25;
const largestLimit = 500;

const wholeNumber = z.number().int().min(1);
const wholeText = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .pipe(wholeNumber);

const optionalLimit = z
  .union([z.literal('').transform(() => null), z.null(), wholeNumber, wholeText], {
    error: 'invalid',
  })
  .optional()
  .transform((given) => Math.min(given ?? defaultLimit, largestLimit))
  .meta({ type: 'integer', description: 'Results at most: 25 unless given, capped at 500', minimum: 1 });

const part = (what: string) => optionalText(300).describe(`Part of the ${what}`);

export const searchLeadsAndAccounts = endpoint({
  method: 'POST',
  url: '/v2/search/leadsAndAccounts',
  summary: 'חיפוש לקוחות · Search accounts',
  description:
    'All that is given must fit, each as a part of the value; when nothing is given nothing comes back. Hebrew is compared as people read it (niqqud, final letters, gershayim and case do not count), phones by their digits, in any spelling. Pniya has no leads: `LEADS` finds none. `count` is the number of results in the answer.',
  tag: 'search',
  access: 'accounts:read',
  body: z
    .object({
      name: part('name'),
      phone: part('phone number'),
      email: part('e-mail address'),
      passport: part('national or company number'),
      company: part('company'),
      limit: optionalLimit,
      order_by: optionalWord(['created', 'updated']).describe('`created` unless given'),
      order: optionalWord(['asc', 'desc']).describe('`desc` (newest first) unless given'),
      object_type: optionalWord(['ACCOUNTS', 'LEADS']),
    })
    .meta({
      example: {
        name: '',
        phone: '0549255555',
        email: '',
        passport: '',
        company: '',
        limit: 25,
        order_by: 'created',
        order: 'desc',
        object_type: '',
      },
    }),
  answer: z
    .object({
      count: z.number().int(),
      results: z.array(
        z.object({
          id: answerId,
          object_type: z.literal('ACCOUNTS'),
          created: z.string().describe('ISO 8601 instant in UTC'),
          updated: z.string().describe('ISO 8601 instant in UTC'),
          created_by: z
            .string()
            .nullable()
            .describe('Name of the user or API client; null when an inquiry made the account'),
          updated_by: z.string().nullable().describe('Name of the user or API client'),
          utm_source: z.string().nullable().describe('Always null: kept for published clients'),
          utm_campaign: z.string().nullable().describe('Always null: kept for published clients'),
          name: z.string(),
          phone: z
            .string()
            .nullable()
            .describe('The first phone, as dialled in the tenant’s country; E.164 for others'),
          email: z.string().nullable().describe('The first e-mail address'),
          passport: z.string().nullable(),
          company: z.string().nullable(),
        }),
      ),
    })
    .meta({
      example: {
        count: 1,
        results: [
          {
            id: '271911966272026940869079307116515873577',
            object_type: 'ACCOUNTS',
            created: '2026-01-12T08:30:00Z',
            updated: '2026-01-12T08:30:00Z',
            created_by: 'האתר שלנו',
            updated_by: 'האתר שלנו',
            utm_source: null,
            utm_campaign: null,
            name: 'דנה כהן',
            phone: '0549255555',
            email: 'dana@example.com',
            passport: null,
            company: 'כהן ובניו בע״מ',
          },
        ],
      },
    }),
});
export type SearchAsked = z.output<(typeof searchLeadsAndAccounts)['body']>;
export type SearchAnswer = z.output<(typeof searchLeadsAndAccounts)['answer']>;
