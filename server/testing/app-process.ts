import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = join(import.meta.dirname, '../main.ts');
/** About a second; far more where the machine has much else to do. */
const startsWithinMs = 120_000;

export interface FirstCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly mailAddress: string;
}

/** The product as a process of its own, started as `npm start` does. */
export interface AppProcess {
  readonly pid: number;
  readonly url: string;
  readonly smtpPort: number;
  /** What the greeting showed; null unless this was the first start. */
  readonly first: FirstCredentials | null;
  /** What it wrote to standard error: its log. */
  log(): string;
  /** Sends the signal and waits for the end: of SIGTERM a clean stop, of SIGKILL a crash. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** What a process of the product gets from a test: no settings but ports of the system's choice, and no second compiling. */
export function surroundings(): Record<string, string | undefined> {
  const { PATH, NODE_COMPILE_CACHE, UV_THREADPOOL_SIZE } = process.env;
  return { PATH, NODE_COMPILE_CACHE, UV_THREADPOOL_SIZE, PNIYA_PORT: '0', PNIYA_SMTP_PORT: '0' };
}

/** Ports are the system's choice unless `settings` says otherwise. Throws with the program's own words when it does not start. */
export async function startAppProcess(settings: Readonly<Record<string, string>>): Promise<AppProcess> {
  const env = { ...surroundings(), TZ: 'UTC', ...settings };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  // The greeting is one write, but a pipe may cut it.
  const isGreeted = () => (said.out.includes('API client:') ? /mail-rcpt/ : /SMTP\) is taken/).test(said.out);
  for (const until = Date.now() + startsWithinMs; !isGreeted(); await sleep(20)) {
    if (!isRunning(child)) throw new Error(`the app ended: ${said.err}`);
    if (Date.now() < until) continue;
    child.kill('SIGKILL');
    throw new Error(`the app did not start within ${startsWithinMs} ms: ${said.err}`);
  }
  await sleep(5);
  return {
    pid: child.pid ?? 0,
    url: found(said.out, /serves at (\S+)/),
    smtpPort: Number(found(said.out, /taken at port (\d+)/)),
    first: said.out.includes('API client:') ? credentialsIn(said.out) : null,
    log: () => said.err,
    async end(signal) {
      if (!isRunning(child)) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** A bearer token of the client, by the client credentials grant. */
export async function tokenOf(url: string, client: FirstCredentials): Promise<string> {
  const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${answer.status}`);
  return token;
}

function credentialsIn(greeting: string): FirstCredentials {
  return {
    clientId: found(greeting, /API client: +(\S+)/),
    clientSecret: found(greeting, /API secret: +(\S+)/),
    mailAddress: found(greeting, /mail-rcpt (\S+)/),
  };
}

function found(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`the greeting has no ${pattern}`);
  return value;
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
