import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surroundings } from '../server/testing/app-process.ts';
import { freshDatabase } from '../server/testing/test-postgres.ts';

/** The product as a process of its own, with an empty data folder and database, at ports that the system chose. */
export interface Product {
  readonly url: string;
  readonly smtpPort: number;
  readonly email: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A token of the first API client. */
  token(): Promise<string>;
  /** POSTs JSON to the public API with a token that was given out, or a new one. */
  api(path: string, body: object, given?: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

const startWithinMs = 30_000;
const program = join(import.meta.dirname, '..', 'server', 'main.ts');

/** As its owner starts it with `isOwner`: with a PostgreSQL of its own. Else on the one that all tests share, which is there. */
export async function startProduct(
  settings: Record<string, string> = {},
  { isOwner = false } = {},
): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pniya-e2e-'));
  const database = isOwner ? null : await freshDatabase();
  const env = {
    ...surroundings(),
    PNIYA_DATA: dataDir,
    PNIYA_LOG_LEVEL: 'warn',
    ...(database && { DATABASE_URL: database.url }),
    ...settings,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const greeting = await greetingOf(child.stdout, child);
  const found = (pattern: RegExp) => pattern.exec(greeting)?.[1] ?? '';
  const url = found(/serves at (\S+)/);
  const clientId = found(/API client: +(\S+)/);
  const clientSecret = found(/API secret: +(\S+)/);
  const token = () => tokenOf(url, clientId, clientSecret);
  return {
    url,
    smtpPort: Number(found(/\(SMTP\) is taken at port (\d+)/)),
    email: found(/Sign in: +(\S+)/),
    password: found(/Password: +(\S+)/),
    clientId,
    clientSecret,
    token,
    async api(path, body, given) {
      const headers = {
        authorization: `Bearer ${given ?? (await token())}`,
        'content-type': 'application/json',
      };
      const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Record<string, string>;
    },
    async stop() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function greetingOf(output: NodeJS.ReadableStream, child: NodeJS.EventEmitter): Promise<string> {
  let text = '';
  const late = setTimeout(
    () => child.emit('error', new Error(`Pniya did not start:\n${text}`)),
    startWithinMs,
  );
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error(`Pniya ended at its start:\n${text}`)),
  );
  const said = (async () => {
    for await (const chunk of output) {
      text += String(chunk);
      if (/ready in[\s\S]*(Try a mail:\n.+\n|taken at port \d+\.\n$)/.test(text)) break;
    }
    return text;
  })();
  const greeting = await Promise.race([said, ended]);
  clearTimeout(late);
  ended.catch(() => undefined);
  return greeting;
}

async function tokenOf(url: string, clientId: string, clientSecret: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
  return ((await answer.json()) as { access_token: string }).access_token;
}
