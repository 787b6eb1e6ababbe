import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const program = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find((path) => existsSync(path));

/** Why tests that need Dovecot are skipped; false where it is there. */
export const isMissing: string | false =
  program === undefined && 'Dovecot is not installed: apt-get install dovecot-imapd';

/** Made at the start: Dovecot looks whether its users changed once a second at most. */
const mostAccounts = 60;
const rereadMs = 1200;

export interface Account {
  readonly username: string;
  readonly password: string;
  /** The folder of its Maildir. */
  readonly maildir: string;
}

/** A real IMAP server on loopback, with a configuration and mails of its own. */
export interface Dovecot {
  readonly port: number;
  readonly tlsPort: number;
  /** For localhost and 127.0.0.1, signed by itself. */
  readonly certificate: string;
  /** An account with INBOX, Junk, Sent and Archive, all empty. */
  newAccount(): Promise<Account>;
  setPassword(account: Account, password: string): Promise<void>;
  /** Puts a mail into a folder as a delivery agent does; `at` is when it was received. */
  deliver(account: Account, raw: string | Buffer, options?: { folder?: string; at?: Date }): Promise<void>;
  /** Runs doveadm for the account and answers what it says. */
  doveadm(account: Account, ...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface DovecotOptions {
  /** Replaces what the server says it can. */
  readonly capability?: string;
  /** Where it asks whose an access token is (RFC 7662); the token is put at the end. */
  readonly introspection?: string;
}

/** Runs as root (mail belongs to nobody) and as any other user. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  if (program === undefined) throw new Error(String(isMissing));
  const folder = await mkdtemp(join(tmpdir(), 'pniya-dovecot-'));
  // Other users (Dovecot's own) must be able to walk through.
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'mail'));
  await chmod(join(folder, 'mail'), 0o777);
  const [port, tlsPort] = [await freePort(), await freePort()];
  await makeCertificate(folder);
  const passwords = new Map(
    Array.from({ length: mostAccounts }, () => [
      randomBytes(5).toString('hex'),
      randomBytes(8).toString('hex'),
    ]),
  );
  await writeUsers(folder, passwords);
  await writeFile(join(folder, 'dovecot.conf'), configuration(folder, { port, tlsPort }, options));
  if (options.introspection !== undefined)
    await writeFile(join(folder, 'tokens.conf'), tokens(options.introspection), { mode: 0o644 });
  const child = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  // A test that fails early ends its server all the same.
  process.once('exit', () => child.kill('SIGKILL'));
  await answering(child, port, folder);
  const free = [...passwords];
  const doveadm = async (account: Account, ...words: string[]) => {
    const [verb = '', second = '', ...rest] = words;
    const args = ['-c', join(folder, 'dovecot.conf'), verb, second, '-u', account.username, ...rest];
    return (await promisify(execFile)('doveadm', args)).stdout;
  };
  return {
    port,
    tlsPort,
    certificate: await readFile(join(folder, 'cert.pem'), 'utf8'),
    doveadm,
    async newAccount() {
      const [username, password] = free.pop() ?? [];
      if (username === undefined || password === undefined) throw new Error('all accounts are taken');
      const account = { username, password, maildir: join(folder, 'mail', username) };
      await doveadm(account, 'mailbox', 'status', 'messages', 'INBOX');
      return account;
    },
    async setPassword({ username }, password) {
      passwords.set(username, password);
      await writeUsers(folder, passwords);
      await sleep(rereadMs);
    },
    deliver: (account, raw, { folder: into = 'INBOX', at } = {}) => deliver(account, raw, into, at),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whole or not at all. */
async function writeUsers(folder: string, passwords: ReadonlyMap<string, string>): Promise<void> {
  const lines = [...passwords].map(([username, password]) => `${username}:{PLAIN}${password}\n`);
  await writeFile(join(folder, 'users.new'), lines.join(''), { mode: 0o644 });
  await rename(join(folder, 'users.new'), join(folder, 'users'));
}

let count = 0;

/** Maildir: written whole in tmp, then named in new. */
async function deliver({ maildir }: Account, raw: string | Buffer, into: string, at?: Date): Promise<void> {
  const place = into === 'INBOX' ? maildir : join(maildir, `.${into}`);
  for (const part of ['tmp', 'new', 'cur']) {
    await mkdir(join(place, part), { recursive: true });
    await chmod(join(place, part), 0o777);
  }
  await chmod(place, 0o777);
  count += 1;
  const name = `${Math.floor(Date.now() / 1000)}.${process.pid}_${count}_${randomBytes(4).toString('hex')}.test`;
  const written = join(place, 'tmp', name);
  await writeFile(written, raw, { mode: 0o644 });
  await chmod(written, 0o666);
  if (at) await utimes(written, at, at);
  await rename(written, join(place, 'new', name));
}

/** The flags of every mail of a folder, as Dovecot keeps them in the names of files: '' for none. */
export async function flagsIn({ maildir }: Account, folder = 'INBOX'): Promise<string[]> {
  const place = folder === 'INBOX' ? maildir : join(maildir, `.${folder}`);
  const names = await Promise.all(['new', 'cur'].map((part) => readdir(join(place, part)).catch(() => [])));
  return names
    .flat()
    .map((name) => name.split(':2,')[1] ?? '')
    .sort();
}

/** Whom the server runs as, and whose the mails are. */
function people(): string {
  const { uid, gid, username } = userInfo();
  if (uid === 0) return 'mail_uid = 65534\nmail_gid = 65534';
  return `mail_uid = ${uid}
mail_gid = ${gid}
default_login_user = ${username}
default_internal_user = ${username}
default_internal_group = ${execFileSync('id', ['-gn']).toString().trim()}`;
}

const folders = ['Junk', 'Sent', 'Archive'].map(
  (name) => `  mailbox ${name} {\n    auto = create\n    special_use = \\${name}\n  }`,
);

/** Who signs in with a token is told by whoever gave it. */
const tokens = (url: string) => `introspection_mode = get
introspection_url = ${url}
username_attribute = email
active_attribute = active
active_value = true
`;

function tokenSignIn(folder: string): string {
  return `auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/tokens.conf
}`;
}

function configuration(
  folder: string,
  ports: { port: number; tlsPort: number },
  { capability, introspection }: DovecotOptions,
): string {
  return `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
auth_cache_size = 0
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
${people()}
${introspection === undefined ? '' : tokenSignIn(folder)}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = home=${folder}/mail/%u
}
service anvil {
  chroot =
  # Wrong passwords are answered at once.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.port}
  }
  inet_listener imaps {
    port = ${ports.tlsPort}
    ssl = yes
  }
}
namespace inbox {
  inbox = yes
${folders.join('\n')}
}
protocol imap {
  ${capability === undefined ? '' : `imap_capability = ${capability}`}
}
`;
}

/** For localhost and 127.0.0.1, signed by itself: key.pem and cert.pem. */
export async function makeCertificate(folder: string): Promise<void> {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const out = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...subject, ...out]);
}

async function answering(child: ChildProcess, port: number, folder: string): Promise<void> {
  for (const until = Date.now() + 20_000; !(await isOpen(port)); await sleep(20)) {
    if (child.exitCode === null && Date.now() < until) continue;
    child.kill('SIGKILL');
    const log = await readFile(join(folder, 'log'), 'utf8').catch(() => 'no log');
    throw new Error(`Dovecot did not start: ${log.slice(-2000)}`);
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(socket.destroy() !== null));
    socket.once('error', () => resolve(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
