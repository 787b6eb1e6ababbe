import { readFile } from 'node:fs/promises';
import type { Context } from '../server/context.ts';
import { authorizeAppOf } from '../server/features/email/authorize.service.ts';
import { connectMailboxOf } from '../server/features/email/connections.service.ts';
import { changeMailAppOf } from '../server/features/email/mail-apps.service.ts';
import { changeSenderOf } from '../server/features/email/sender-settings.service.ts';
import type { BodyOf } from '../shared/endpoint.ts';
import { authorizeApp, changeMailApp, type Provider } from '../shared/mail-apps.ts';
import { changeSender } from '../shared/mailbox-senders.ts';
import { connectMailbox } from '../shared/mailboxes.ts';
import { checked } from './checked.ts';
import { CommandError, required } from './command.ts';

const text = { type: 'string' } as const;

/** Where a new mailbox is read, where it sends, and how it signs in. */
export const serverOptions = {
  'imap-host': text,
  'imap-user': text,
  'imap-password-file': text,
  'imap-security': text,
  'imap-port': text,
  'smtp-host': text,
  'smtp-user': text,
  'smtp-password-file': text,
  'smtp-security': text,
  'smtp-port': text,
  'from-name': text,
  oauth: text,
  'oauth-user': text,
  'oauth-client-id': text,
  'oauth-secret-file': text,
  'oauth-directory': text,
  'oauth-key-file': text,
} as const;

export const serverHelp = [
  '--imap-host <name>  read it from this mail server; it is only looked at until it is started in the console',
  '--imap-user <name>  the first address unless told',
  '--imap-password-file <file>  the password, or the app password',
  '--imap-security <tls|starttls|none>  tls unless told',
  '--imap-port <port>  993 for tls, else 143',
  '--smtp-host <name>  send through this mail server; through that of the installation unless told',
  '--smtp-user <name>  the first address unless told',
  '--smtp-password-file <file>  none: without signing in',
  '--smtp-security <starttls|tls|none>  starttls unless told',
  '--smtp-port <port>  587 for starttls, 465 for tls, else 25',
  '--from-name <name>  who is named as the sender, with --smtp-host',
  '--oauth <google|microsoft>  read and send there as the application of the organisation, without a person',
  '--oauth-user <address>  the mailbox there; the first address unless told',
  '--oauth-client-id <id>, --oauth-secret-file <file>, --oauth-directory <id>  the application at Microsoft, the first time',
  '--oauth-key-file <file>  the service account at Google (JSON), the first time',
];

type Given = Partial<Record<keyof typeof serverOptions, string>>;

/** What the options say, their files read; nothing is done yet. */
export interface Servers {
  readonly imap: BodyOf<typeof connectMailbox> | null;
  readonly smtp: BodyOf<typeof changeSender> | null;
  readonly app: (BodyOf<typeof authorizeApp> & { change: BodyOf<typeof changeMailApp> | null }) | null;
}

export async function serversOf(given: Given, address: string): Promise<Servers> {
  const app = await appOf(given, address);
  if (app && given['imap-host'] !== undefined)
    throw new CommandError('A mailbox is read either with --oauth or from --imap-host.');
  return { imap: await imapOf(given, address), smtp: await smtpOf(given, address), app };
}

/** Connects a mailbox that was just added. A server that lets nobody in is a Problem. */
export async function useServers(ctx: Context, id: string, { imap, smtp, app }: Servers): Promise<void> {
  if (imap) await connectMailboxOf(ctx, id, imap);
  if (app) {
    const { change, ...authorization } = app;
    if (change) await changeMailAppOf(ctx, app.provider, change);
    await authorizeAppOf(ctx, id, authorization);
  }
  if (smtp) await changeSenderOf(ctx, id, smtp);
}

async function imapOf(given: Given, address: string): Promise<Servers['imap']> {
  const { 'imap-host': host, 'imap-user': username = address, 'imap-security': security = 'tls' } = given;
  if (host === undefined) return null;
  const port = given['imap-port'] ?? (security === 'tls' ? '993' : '143');
  return checked(connectMailbox.body, {
    host,
    username,
    port: Number(port),
    security: security as 'tls',
    password: await secretIn(required(given['imap-password-file'], 'imap-password-file')),
  });
}

const smtpPorts: Readonly<Record<string, number>> = { starttls: 587, tls: 465, none: 25 };

async function smtpOf(given: Given, address: string): Promise<Servers['smtp']> {
  const { 'smtp-host': host, 'smtp-security': security = 'starttls', 'smtp-password-file': file } = given;
  if (host === undefined) {
    if (given['from-name'] !== undefined) throw new CommandError('--from-name needs --smtp-host.');
    return null;
  }
  const server = {
    host,
    security: security as 'tls',
    port: Number(given['smtp-port'] ?? smtpPorts[security] ?? smtpPorts.starttls),
    from_name: given['from-name'] ?? null,
    ...(file === undefined
      ? { sign_in: 'none' as const }
      : {
          sign_in: 'password' as const,
          username: given['smtp-user'] ?? address,
          password: await secretIn(file),
        }),
  };
  return checked(changeSender.body, server, 'smtp-');
}

async function appOf(given: Given, address: string): Promise<Servers['app']> {
  const { oauth: provider, 'oauth-client-id': id, 'oauth-key-file': key } = given;
  if (provider === undefined) return null;
  const authorization = {
    provider: provider as Provider,
    username: given['oauth-user'] ?? address,
    also_sends: given['smtp-host'] === undefined,
  };
  const body = checked(authorizeApp.body, authorization, 'oauth-');
  if (id === undefined && key === undefined) return { ...body, change: null };
  const change = {
    ...(id !== undefined && {
      client_id: id,
      client_secret: await secretIn(required(given['oauth-secret-file'], 'oauth-secret-file')),
    }),
    ...(given['oauth-directory'] !== undefined && { directory: given['oauth-directory'] }),
    ...(key !== undefined && { service_key: await secretIn(key) }),
  };
  return { ...body, change: checked(changeMailApp.body, change, 'oauth-') };
}

/** A secret on the command line would be seen by everybody on the machine. */
async function secretIn(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch {
    throw new CommandError(`The secret can't be read from ${path}.`);
  }
}
