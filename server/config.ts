import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Role, TrustedProxies } from './config-values.ts';
import {
  amount,
  databaseUrl,
  emailAddress,
  hostName,
  publicOrigin,
  roleList,
  smtpUrl,
  trustedProxies,
} from './config-values.ts';
import { StartError } from './start-error.ts';

export type { Role, TrustedProxies } from './config-values.ts';

/** Every setting, read once at the start. Nothing else in the server reads the environment. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose (tests). */
  readonly port: number;
  /** Absolute path of the folder with the database, the files and nothing else. */
  readonly dataDir: string;
  /** Origin as customers and users see it, without a slash at the end; null: as the request says. */
  readonly publicUrl: string | null;
  readonly smtpHost: string;
  readonly smtpPort: number;
  /** null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly roles: readonly Role[];
  /** The first administrator; null: generated at the first start. */
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  /** Whose X-Forwarded-* headers count, in the form of Fastify's `trustProxy`. */
  readonly trustProxy: TrustedProxies;
  /** Server for outgoing mail, smtp:// or smtps://; null: none, replies wait in the outbox. */
  readonly outgoingSmtpUrl: string | null;
  /** So long a mail that a person sends can be taken back. */
  readonly undoSendSeconds: number;
  /** Whether mail servers that tenants name may stand in our own network. */
  readonly privateMailServers: boolean;
  readonly mailMaxBytes: number;
  readonly apiRequestsPerMinute: number;
  /** What seals the passwords of other systems; null: a key of its own in `dataDir`. */
  readonly secretKey: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

type Environment = Readonly<Record<string, string | undefined>>;

// Loopback unless told otherwise: who wants to be reached from outside puts a reverse proxy in front, or says so.
const settings = z.object({
  PNIYA_HOST: hostName.default('127.0.0.1'),
  PNIYA_PORT: amount(0, 65535).default(3000),
  PNIYA_DATA: z.string().default('./data'),
  PNIYA_PUBLIC_URL: publicOrigin.nullable().default(null),
  PNIYA_SMTP_HOST: hostName.default('127.0.0.1'),
  PNIYA_SMTP_PORT: amount(0, 65535).default(2525),
  DATABASE_URL: databaseUrl.nullable().default(null),
  PNIYA_ROLES: roleList.default(['api', 'worker', 'mail']),
  PNIYA_ADMIN_EMAIL: emailAddress.nullable().default(null),
  PNIYA_ADMIN_PASSWORD: z.string().min(10, 'needs at least 10 characters').nullable().default(null),
  PNIYA_TRUST_PROXY: trustedProxies.default(false),
  PNIYA_SMTP_URL: smtpUrl.nullable().default(null),
  PNIYA_UNDO_SEND_SECONDS: amount(0, 120).default(10),
  PNIYA_PRIVATE_MAIL_SERVERS: z.enum(['allowed', 'refused'], 'must be allowed or refused').default('allowed'),
  PNIYA_MAIL_MAX_MEGABYTES: amount(1, 1000).default(50),
  PNIYA_API_REQUESTS_PER_MINUTE: amount(1, 100_000_000).default(1_000_000),
  PNIYA_SECRET_KEY: z.string().min(32, 'needs at least 32 characters').nullable().default(null),
  PNIYA_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be one of debug, info, warn, error, silent')
    .default('info'),
});

const secrets = ['DATABASE_URL', 'PNIYA_ADMIN_PASSWORD', 'PNIYA_SMTP_URL', 'PNIYA_SECRET_KEY'];
/** Set by `npm test` for its test processes; not a setting of the product. */
const testServer = 'PNIYA_TEST_POSTGRES';

/** Reads all settings. Throws one StartError that lists every mistake in plain words. */
export function readConfig(env: Environment = process.env): Config {
  const mistakes = unknownNames(env);
  const given = givenValues(env, mistakes);
  const read = settings.safeParse(given);
  for (const issue of read.error?.issues ?? []) {
    mistakes.push(`${String(issue.path[0])} ${issue.message}.`);
  }
  if (read.data && read.data.PNIYA_PORT !== 0 && read.data.PNIYA_PORT === read.data.PNIYA_SMTP_PORT) {
    mistakes.push('PNIYA_PORT and PNIYA_SMTP_PORT must be different.');
  }
  if (!read.data || mistakes.length > 0) throw new StartError(mistakes);
  return configOf(read.data);
}

/** Socket folder of the test run's PostgreSQL, when `npm test` has started one. */
export function readTestServer(env: Environment = process.env): string | null {
  return env[testServer] ?? null;
}

function configOf(read: z.output<typeof settings>): Config {
  return Object.freeze({
    host: read.PNIYA_HOST,
    port: read.PNIYA_PORT,
    dataDir: resolve(read.PNIYA_DATA),
    publicUrl: read.PNIYA_PUBLIC_URL,
    smtpHost: read.PNIYA_SMTP_HOST,
    smtpPort: read.PNIYA_SMTP_PORT,
    databaseUrl: read.DATABASE_URL,
    roles: read.PNIYA_ROLES,
    adminEmail: read.PNIYA_ADMIN_EMAIL,
    adminPassword: read.PNIYA_ADMIN_PASSWORD,
    trustProxy: read.PNIYA_TRUST_PROXY,
    outgoingSmtpUrl: read.PNIYA_SMTP_URL,
    undoSendSeconds: read.PNIYA_UNDO_SEND_SECONDS,
    privateMailServers: read.PNIYA_PRIVATE_MAIL_SERVERS === 'allowed',
    mailMaxBytes: read.PNIYA_MAIL_MAX_MEGABYTES * 1024 * 1024,
    apiRequestsPerMinute: read.PNIYA_API_REQUESTS_PER_MINUTE,
    secretKey: read.PNIYA_SECRET_KEY,
    logLevel: read.PNIYA_LOG_LEVEL,
  });
}

// A misspelt setting would otherwise be silently without effect.
function unknownNames(env: Environment): string[] {
  const known = new Set([
    ...Object.keys(settings.shape),
    ...secrets.map((name) => `${name}_FILE`),
    testServer,
  ]);
  return Object.keys(env)
    .filter((name) => name.startsWith('PNIYA_') && !known.has(name))
    .map((name) => `${name} is not a setting of Pniya.`);
}

function givenValues(env: Environment, mistakes: string[]): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = env[name];
    // A space at the end of a password may be meant; elsewhere it is a slip.
    if (value?.trim()) given[name] = secrets.includes(name) ? value : value.trim();
  }
  for (const name of secrets) {
    const file = env[`${name}_FILE`]?.trim();
    if (!file) continue;
    if (given[name]) mistakes.push(`${name} and ${name}_FILE are both set: keep one.`);
    else readSecret(name, file, given, mistakes);
  }
  return given;
}

function readSecret(name: string, file: string, given: Record<string, string>, mistakes: string[]): void {
  try {
    const secret = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (secret) given[name] = secret;
    else mistakes.push(`${name}_FILE names an empty file (${file}).`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    mistakes.push(`${name}_FILE names a file that can't be read (${file}: ${code}).`);
  }
}
