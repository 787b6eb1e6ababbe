import { connect, createServer } from 'node:net';
import type { Config } from '../../server/config.ts';
import { type Finding, ok, wrong } from './finding.ts';

const patienceMs = 3000;
const api = 'port of the API';
const mail = 'port of mail';

/** Who serves PNIYA_PORT. */
export async function checkApiPort({ host, port, roles }: Config): Promise<Finding[]> {
  if (!roles.includes('api') || port === 0) return [];
  if (!(await isOpen(host, port))) return [await free(api, host, port, 'PNIYA_PORT')];
  const health = await healthOf(host, port);
  if (!health) return [taken(api, port, 'PNIYA_PORT')];
  const ill = Object.entries(health.parts).filter(([, state]) => state !== 'ok');
  if (ill.length === 0) return [ok(api, `Pniya serves at port ${port}, and all its parts are well.`)];
  const parts = ill.map(([part, state]) => `${part}: ${state}`).join('; ');
  return [wrong(api, `Pniya serves at port ${port}, but not all its parts are well (${parts}).`)];
}

/** Who greets at PNIYA_SMTP_PORT. */
export async function checkSmtpPort({ smtpHost, smtpPort, roles }: Config): Promise<Finding[]> {
  if (!roles.includes('mail') || smtpPort === 0) return [];
  if (!(await isOpen(smtpHost, smtpPort))) return [await free(mail, smtpHost, smtpPort, 'PNIYA_SMTP_PORT')];
  const greeting = await greetingOf(smtpHost, smtpPort);
  if (/^220 .*Pniya/.test(greeting)) return [ok(mail, `Pniya takes mail at port ${smtpPort}.`)];
  // RFC 5321, 3.1: 554 in place of 220 refuses the connection.
  if (/^\d{3} .*pniya/i.test(greeting))
    return [wrong(mail, `Pniya takes no mail at port ${smtpPort}: ${greeting.slice(0, 100).trim()}`)];
  return [taken(mail, smtpPort, 'PNIYA_SMTP_PORT')];
}

const taken = (check: string, port: number, setting: string) =>
  wrong(check, `Port ${port} is taken by another program: end it, or set ${setting} to another port.`);

/** Nobody answers: whether we could listen there. */
async function free(check: string, host: string, port: number, setting: string): Promise<Finding> {
  const code = await listenCode(host, port);
  if (code === null) return ok(check, `Port ${port} is free: Pniya does not run there now.`);
  if (code === 'EACCES')
    return wrong(
      check,
      `Port ${port} needs rights that this user has not: set ${setting} to a port above 1023.`,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return wrong(check, `${host} is no address of this machine (${code}): change the host setting.`);
  return wrong(check, `Port ${port} can't be listened on (${code}): set ${setting} to another port.`);
}

/** "Every address" is no address to connect to. */
const reachable = (host: string) => ({ '0.0.0.0': '127.0.0.1', '::': '::1' })[host] ?? host;

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: reachable(host), port, timeout: patienceMs });
    const finish = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket
      .on('connect', () => finish(true))
      .on('error', () => finish(false))
      .on('timeout', () => finish(false));
  });
}

async function healthOf(host: string, port: number): Promise<{ parts: Record<string, string> } | null> {
  const name = reachable(host);
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/health`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' })
    .then((response) => response.json() as Promise<{ status?: unknown; parts?: Record<string, string> }>)
    .catch(() => null);
  const { status, parts } = answer ?? {};
  return typeof status === 'string' && typeof parts?.database === 'string' ? { parts } : null;
}

function greetingOf(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: reachable(host), port, timeout: patienceMs }).setEncoding('utf8');
    const finish = () => {
      socket.destroy();
      resolve(text);
    };
    socket.on('data', (part) => {
      text += part;
      // RFC 5321, 4.1.1.10: a client says QUIT before it leaves.
      if (text.includes('\n')) socket.end('QUIT\r\n', finish);
    });
    socket.on('error', finish).on('timeout', finish).on('close', finish);
  });
}

function listenCode(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}
