import { z } from 'zod';
import { noContent, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { requestId } from './id.ts';

export const providers = ['google', 'microsoft'] as const;
export type Provider = (typeof providers)[number];

/** The application that a business has registered at a provider. Its secrets are never answered. */
export const mailApp = z.object({
  provider: z.enum(providers),
  /** People let us into a mailbox through it. Null: only the organisation's program is known. */
  client_id: z.string().nullable(),
  /** Microsoft: the organisation whose accounts sign in. */
  directory: z.string().nullable(),
  /** Google: the account of the program that may act for every mailbox of the organisation. */
  service_account: z.string().nullable(),
});
export type MailApp = z.infer<typeof mailApp>;

/** What has to be typed at a provider when an application is registered there. */
export const mailAppPlace = z.object({
  provider: z.enum(providers),
  redirect_url: z.string(),
  scopes: z.array(z.string()),
  /** What the organisation's program needs. */
  app_scopes: z.array(z.string()),
});
export type MailAppPlace = z.infer<typeof mailAppPlace>;

const params = z.object({ provider: z.enum(providers) });
const oneLine = (limit: number) =>
  requiredText(limit)
    .transform((text) => text.trim())
    .refine((text) => /^[\x21-\x7e]+$/.test(text), { error: 'invalid' });

export const listMailApps = endpoint({
  method: 'GET',
  url: '/api/mail-apps',
  summary: 'Applications registered at Google and Microsoft, and what has to be typed there',
  tag: 'mailboxes',
  access: 'settings:read',
  answer: z.object({ items: z.array(mailApp), places: z.array(mailAppPlace) }),
});

export const changeMailApp = endpoint({
  method: 'PUT',
  url: '/api/mail-apps/:provider',
  summary: 'Give the application through which mailboxes sign in; what is left out stays as it is',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object({
    client_id: oneLine(300).optional(),
    client_secret: oneLine(1000).optional(),
    directory: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/, { error: 'invalid' })
      .optional(),
    /** The JSON file of a Google service account, as Google hands it out. */
    service_key: requiredText(20_000).optional(),
  }),
  answer: mailApp,
});

export const removeMailApp = endpoint({
  method: 'DELETE',
  url: '/api/mail-apps/:provider',
  summary: 'Forget an application; 409 `in_use` while a mailbox signs in through it',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  status: 204,
  answer: noContent,
});

const mailboxParams = z.object({ id: requestId });
const mailboxName = oneLine(320);

export const beginAuthorization = endpoint({
  method: 'POST',
  url: '/api/mailboxes/:id/authorization/begin',
  summary:
    'The address of the provider’s page on which a person lets us into a mailbox; it holds for ten minutes',
  tag: 'mailboxes',
  access: 'settings:write',
  params: mailboxParams,
  body: z.object({
    provider: z.enum(providers),
    /** The mailbox as the provider knows it. */
    username: mailboxName,
    /** What the mailbox sends goes out through the provider, too. */
    also_sends: z.boolean().default(true),
  }),
  answer: z.object({ url: z.string() }),
});

export const authorizeApp = endpoint({
  method: 'PUT',
  url: '/api/mailboxes/:id/authorization',
  summary: 'Sign in to a mailbox as the organisation’s application, without a person',
  description: '422 with an `oauth_…` reason when the provider gives no access.',
  tag: 'mailboxes',
  access: 'settings:write',
  params: mailboxParams,
  body: z.object({
    provider: z.enum(providers),
    username: mailboxName,
    also_sends: z.boolean().default(true),
  }),
  status: 204,
  answer: noContent,
});

/** Where the provider sends people back to. Answered with a way into the console. */
export const endAuthorization = endpoint({
  method: 'GET',
  url: '/api/mailboxes/oauth/callback',
  summary: 'Back from the provider’s page',
  tag: 'mailboxes',
  access: 'settings:write',
  query: z.looseObject({}),
  answer: z.string(),
});
