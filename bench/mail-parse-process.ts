import { simpleParser } from 'mailparser';
import { mailOf } from './mails.ts';

// What mail is compared with: the same mails read by mailparser in one thread, and nothing kept of them. Prints the seconds.
const [, , from, many] = process.argv;
const mails = Array.from({ length: Number(many) }, (_, index) =>
  mailOf(Number(from) + index, 'support@localhost'),
);
for (const mail of mails.slice(0, 200)) await simpleParser(mail);
const began = performance.now();
for (const mail of mails) await simpleParser(mail);
process.stdout.write(JSON.stringify((performance.now() - began) / 1000));
