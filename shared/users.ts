import { z } from 'zod';
import { instant, named, noContent, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { givenName } from './names.ts';
import { permissions, roles } from './permissions.ts';

/** A password of a person: 10 to 200 characters. */
export const password = z.string().min(10, { error: 'password_too_short' }).max(200, { error: 'too_long' });
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, { error: 'too_long' })
  .regex(/^[^\s@<>",;\p{Cc}\p{Cs}]+@[^\s@<>",;\p{Cc}\p{Cs}]+$/u, { error: 'not_an_email' });
export const language = z.enum(['he', 'en']);

export const user = z.object({
  id: answerId,
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  language: language.nullable(),
  departments: z.array(answerId),
  is_active: z.boolean(),
  created_at: instant,
});
export type User = z.infer<typeof user>;

export const listUsers = endpoint({
  method: 'GET',
  url: '/api/users',
  summary: 'Users of the tenant',
  tag: 'users',
  access: 'settings:read',
  answer: z.object({ items: z.array(user) }),
});

export const addUser = endpoint({
  method: 'POST',
  url: '/api/users',
  summary: 'Add a user',
  description: '409 `email_taken` when another user of the tenant has the address.',
  tag: 'users',
  access: 'settings:write',
  body: z.object({
    name: givenName(100),
    email: emailAddress,
    role: z.enum(roles),
    password,
    departments: z.array(requestId).max(100).default([]),
  }),
  status: 201,
  answer: z.object({ id: answerId }),
});

export const changeUser = endpoint({
  method: 'PATCH',
  url: '/api/users/:id',
  summary: 'Change a user; a new password or deactivation ends all of their sessions at once',
  description: '409 `last_administrator` when nobody could administer the tenant afterwards.',
  tag: 'users',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  body: z.object({
    name: givenName(100).optional(),
    email: emailAddress.optional(),
    role: z.enum(roles).optional(),
    password: password.optional(),
    departments: z.array(requestId).max(100).optional(),
    is_active: z.boolean().optional(),
  }),
  status: 204,
  answer: noContent,
});

/** Who is signed in, and what they may do. */
export const session = z.object({
  user: z.object({
    id: answerId,
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    language: language.nullable(),
  }),
  tenant: named.extend({ language, timezone: z.string() }),
  permissions: z.array(z.enum(permissions)),
});
export type Session = z.infer<typeof session>;

export const signIn = endpoint({
  method: 'POST',
  url: '/api/session',
  summary: 'Sign in: sets the session cookie',
  description: '401 `wrong_password` for any mismatch; 429 with Retry-After after repeated failures.',
  tag: 'session',
  access: 'anyone',
  body: z.object({ email: textUpTo(254), password: textUpTo(200) }),
  answer: session,
});

export const readSession = endpoint({
  method: 'GET',
  url: '/api/session',
  summary: 'Who is signed in; 401 when nobody is',
  tag: 'session',
  access: 'signed-in',
  answer: session,
});

export const signOut = endpoint({
  method: 'DELETE',
  url: '/api/session',
  summary: 'Sign out: ends this session',
  tag: 'session',
  access: 'signed-in',
  status: 204,
  answer: noContent,
});

export const changeOwnPassword = endpoint({
  method: 'PUT',
  url: '/api/session/password',
  summary: 'Change my password; ends my other sessions',
  tag: 'session',
  access: 'signed-in',
  body: z.object({ current: textUpTo(200), next: password }),
  status: 204,
  answer: noContent,
});

export const changeOwnLanguage = endpoint({
  method: 'PUT',
  url: '/api/session/language',
  summary: 'Change the language I see the console in',
  tag: 'session',
  access: 'signed-in',
  body: z.object({ language }),
  status: 204,
  answer: noContent,
});
