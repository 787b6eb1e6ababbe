import { z } from 'zod';
import { call } from './calls.ts';
import { instant, noContent, optionalText, requiredText, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { givenName } from './names.ts';

export const phoneProviders = ['generic', 'sipgate', 'placetel', 'twilio', 'voicenter', 'asterisk'] as const;
export type PhoneProvider = (typeof phoneProviders)[number];

/**
 * What else each provider needs, never shown again: the shared secret of Placetel, the auth token of Twilio, the Click2Call code
 * and Call Log code of Voicenter (one code serves both), the AMI password of Asterisk.
 */
export const providerSecret = optionalText(500);

export const queueDepartment = z.object({
  /** As the exchange names it. */
  queue: requiredText(200),
  department_id: requestId,
});

const timezone = z.string().refine(isTimezone, { error: 'unknown_value' });

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How Asterisk’s manager interface is spoken to; `any_certificate` believes whoever answers there. */
export const exchangeTls = ['off', 'verified', 'any_certificate'] as const;

/** What an administrator sets, as it is given. */
const given = {
  name: givenName(100),
  /** In which an exchange that sends no zone tells the time; null: the tenant’s. */
  timezone: timezone.nullable(),
  /** Where call-back tickets begin. */
  department_id: requestId.nullable(),
  queues: z.array(queueDepartment).max(200),
  /** Missed calls of one caller within this time are one ticket. */
  window_minutes: z.int().min(1).max(1440),
  /** So long after a missed call an answered call with the number handles it. */
  callback_days: z.int().min(1).max(60),
  /** Of the provider: Twilio’s account SID, the AMI host:port and user … */
  provider_account: optionalText(200),
  /** Of Asterisk: the port is 5039 then, unless another is given. */
  tls: z.enum(exchangeTls),
};

export const phoneConnection = z.object({
  id: answerId,
  provider: z.enum(phoneProviders),
  name: z.string(),
  is_active: z.boolean(),
  timezone: z.string().nullable(),
  department_id: answerId.nullable(),
  queues: z.array(z.object({ queue: z.string(), department_id: answerId })),
  window_minutes: z.int(),
  callback_days: z.int(),
  provider_account: z.string().nullable(),
  tls: z.enum(exchangeTls),
  has_secret: z.boolean(),
  can_dial: z.boolean(),
  created_at: instant,
  /** When a call last reached us by it, to the minute. */
  last_received_at: instant.nullable(),
  /** Requests with a wrong signature, none of which was kept. Those with a wrong address belong to no connection. */
  refused: z.object({ count: z.int(), last_at: instant.nullable() }),
});
export type PhoneConnection = z.infer<typeof phoneConnection>;

/** What is copied into the exchange’s settings; shown this once. `purpose` names the field it belongs in. */
export const hookAddress = z.object({
  purpose: z.enum(['events', 'cdr', 'popup', 'ivr']),
  url: z.string(),
});

export const shownOnce = z.object({ connection: phoneConnection, addresses: z.array(hookAddress) });

export const listPhoneConnections = endpoint({
  method: 'GET',
  url: '/api/phone-connections',
  summary: 'The exchanges that tell us of calls',
  tag: 'phone',
  access: 'settings:read',
  answer: z.object({
    items: z.array(phoneConnection),
    /** Requests that came with an address of no connection. */
    refused_unknown: z.int(),
  }),
});

export const addPhoneConnection = endpoint({
  method: 'POST',
  url: '/api/phone-connections',
  summary: 'Add an exchange: answers its secret addresses, this once',
  description: '400 `required` for `secret` of placetel and twilio.',
  tag: 'phone',
  access: 'settings:write',
  body: z.object({
    provider: z.enum(phoneProviders),
    name: given.name,
    timezone: given.timezone.default(null),
    department_id: given.department_id.default(null),
    queues: given.queues.default([]),
    window_minutes: given.window_minutes.default(10),
    callback_days: given.callback_days.default(7),
    provider_account: given.provider_account,
    tls: given.tls.default('off'),
    secret: providerSecret,
  }),
  status: 201,
  answer: shownOnce,
});

const params = z.object({ id: requestId });

export const changePhoneConnection = endpoint({
  method: 'PATCH',
  url: '/api/phone-connections/:id',
  summary: 'Change an exchange; one that is not active is answered 401 and nothing is kept',
  tag: 'phone',
  access: 'settings:write',
  params,
  body: z.object({
    name: given.name.optional(),
    timezone: given.timezone.optional(),
    department_id: given.department_id.optional(),
    queues: given.queues.optional(),
    window_minutes: given.window_minutes.optional(),
    callback_days: given.callback_days.optional(),
    provider_account: textUpTo(200).nullable().optional(),
    tls: given.tls.optional(),
    secret: requiredText(500).optional(),
    is_active: z.boolean().optional(),
  }),
  answer: z.object({ connection: phoneConnection }),
});

export const renewPhoneToken = endpoint({
  method: 'POST',
  url: '/api/phone-connections/:id/token',
  summary: 'New secret addresses, shown this once; the old ones end at once',
  tag: 'phone',
  access: 'settings:write',
  params,
  answer: shownOnce,
});

export const sendTestCall = endpoint({
  method: 'POST',
  url: '/api/phone-connections/:id/test-call',
  summary: 'A call that rings at my console: `ring`, then `answer` or not, then `hang_up`',
  description:
    'It has a ledger row like any call, opens no ticket, and ends by itself after two minutes. `call_id` says which, but for `ring`.',
  tag: 'phone',
  access: 'settings:write',
  params,
  body: z.object({ step: z.enum(['ring', 'answer', 'hang_up']), call_id: requestId.optional() }),
  answer: z.object({ call }),
});

/** How exchanges name a user: extension, answering number, login; compared without regard to spelling. */
export const listUserPhones = endpoint({
  method: 'GET',
  url: '/api/user-phones',
  summary: 'Extensions, numbers and logins of users at the exchanges',
  tag: 'phone',
  access: 'settings:read',
  answer: z.object({ items: z.array(z.object({ user_id: answerId, phones: z.array(z.string()) })) }),
});

export const changeUserPhones = endpoint({
  method: 'PUT',
  url: '/api/users/:id/phones',
  summary: 'Set the extensions, numbers and logins of a user; the first is rung by click to call',
  description: '409 `extension_taken` when one belongs to another user.',
  tag: 'phone',
  access: 'settings:write',
  params,
  body: z.object({ phones: z.array(requiredText(100)).max(20) }),
  status: 204,
  answer: noContent,
});

/** Mine: whether the console may offer click to call. */
export const readMyPhone = endpoint({
  method: 'GET',
  url: '/api/session/phone',
  summary: 'My extensions, and whether an exchange can dial for me',
  tag: 'phone',
  access: 'signed-in',
  answer: z.object({ phones: z.array(z.string()), can_dial: z.boolean() }),
});
