import nodemailer from 'nodemailer';
import { type Finding, ok, reasonOf, warning, wrong } from './finding.ts';

const check = 'outgoing mail';
const patienceMs = 10_000;

/** Connects to the outgoing server, says EHLO and signs in if told to, and sends nothing. */
export async function checkOutgoing(url: string | null): Promise<Finding[]> {
  if (url === null)
    return [
      warning(check, 'No server is set (PNIYA_SMTP_URL): replies wait in the outbox until there is one.'),
    ];
  const { hostname, port, username } = new URL(url);
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  const place = `${hostname}${port === '' ? '' : `:${port}`}`;
  try {
    await transport.verify();
    return [ok(check, `${place} answers${username === '' ? '' : ' and lets us sign in'}.`)];
  } catch (error) {
    const isSignIn = (error as { code?: string }).code === 'EAUTH';
    const what = isSignIn ? `${place} does not let us sign in` : `${place} can't be used`;
    return [wrong(check, `${what}: ${reasonOf(error)}. Check PNIYA_SMTP_URL.`)];
  } finally {
    transport.close();
  }
}
