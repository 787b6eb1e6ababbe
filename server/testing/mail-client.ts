import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import type { Answer, Ask, TestApp } from './start-test-app.ts';

/** Delivers raw mail to a test app's SMTP port as another mail server would. Rejects when it is not taken. */
export async function deliver(
  app: TestApp,
  to: string | readonly string[],
  raw: string | Buffer,
  from = 'dana@example.com',
): Promise<string> {
  const client = nodemailer.createTransport({ host: '127.0.0.1', port: app.smtpPort });
  try {
    const { response } = await client.sendMail({ envelope: { from, to: [to].flat() }, raw });
    return response;
  } finally {
    client.close();
  }
}

/** A mail of header lines and a text. */
export function rawMail(headers: readonly string[], text: string): string {
  return `${headers.join('\r\n')}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
}

/** Asks until the answer is as wanted; fails after 20 s with the last answer. */
export async function until(
  ask: () => Promise<Answer>,
  isWanted: (body: Answer['body']) => boolean,
): Promise<Answer['body']> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    const { body } = await ask();
    if (isWanted(body)) return body;
    if (waitedMs > 20_000) throw new Error(`it did not happen: ${JSON.stringify(body).slice(0, 2000)}`);
    await sleep(50);
  }
}

/** The ledger once it has `count` rows and none of them is pending, newest first. */
export async function settledLedger(ask: Ask, count: number): Promise<Answer['body']['items']> {
  const isSettled = ({ items }: Answer['body']) =>
    items.length === count && items.every((row: { state: string }) => row.state !== 'pending');
  return (await until(() => ask('GET', '/api/intake'), isSettled)).items;
}
