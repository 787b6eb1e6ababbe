import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { generatedPassword } from '../server/generated-password.ts';
import { UsageError } from './command.ts';

export const passwordOptions = {
  password: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const;
export const passwordHelp = [
  '--password <text>  unless given it is asked for; without a terminal, or when left empty, one is made and shown once',
  '--password-stdin  read it from standard input',
];

/** The password for a user, and whether it was made here and so has to be shown. */
export async function choosePassword(given: {
  password?: string;
  'password-stdin'?: boolean;
}): Promise<{ password: string; isMade: boolean }> {
  const typed = await givenPassword(given);
  return typed === '' ? { password: generatedPassword(), isMade: true } : { password: typed, isMade: false };
}

async function givenPassword(given: { password?: string; 'password-stdin'?: boolean }): Promise<string> {
  if (given.password !== undefined) return given.password;
  if (given['password-stdin'] !== true) return process.stdin.isTTY ? await askHidden() : '';
  const read = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (read === '') throw new UsageError('There is no password on standard input.');
  return read;
}

/** Asked on standard error, so that standard output stays the answer alone; nothing typed is shown. */
async function askHidden(): Promise<string> {
  process.stderr.write('Password (empty: one is made): ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Ctrl-C ends the command as it does anywhere else.
  terminal.on('SIGINT', () => process.exit(130));
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
