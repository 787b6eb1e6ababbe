import { Problem } from '../server/problem.ts';
import { StartError } from '../server/start-error.ts';
import { sentenceOf } from './checked.ts';
import { type Command, CommandError, UsageError } from './command.ts';
import { table } from './table.ts';

/** By their first word: a command line loads no more than it needs, which is most of the time that it takes. */
const families: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  tenant: async () => (await import('./tenant.ts')).tenantCommands,
  user: async () => (await import('./user.ts')).userCommands,
  'api-client': async () => (await import('./api-client.ts')).clientCommands,
  mailbox: async () => [
    ...(await import('./mailbox.ts')).mailboxCommands,
    ...(await import('./reconcile.ts')).reconcileCommands,
  ],
  calls: async () => (await import('./calls.ts')).callCommands,
  intake: async () => (await import('./intake.ts')).intakeCommands,
  doctor: async () => (await import('./doctor.ts')).doctorCommands,
  migrate: async () => (await import('./migrate.ts')).migrateCommands,
};

/** Runs one command line; answers the exit code: 0, 1 for an expected failure, 2 for a mistake in the line itself. */
async function main(line: readonly string[]): Promise<number> {
  const isHelp = line[0] === 'help' || line.includes('--help') || line.includes('-h');
  const words = line.filter((word) => !(isHelp && ['help', '--help', '-h'].includes(word)));
  const found = await commandOf(words);
  if (isHelp || words.length === 0)
    return say(found ? `${found.summary}\n\n${found.usage}` : await overview());
  if (!found) return fail(2, `There is no command "${words.slice(0, 2).join(' ')}".`, await overview());
  try {
    const { told, isJson } = await found.run(words.slice(found.name.split(' ').length));
    say(isJson ? JSON.stringify(told.json) : told.text);
    return told.isWrong === true ? 1 : 0;
  } catch (error) {
    if (error instanceof UsageError) return fail(2, error.message, found.usage);
    return fail(1, sentence(error));
  }
}

async function commandOf(words: readonly string[]): Promise<Command | undefined> {
  const [first = ''] = words;
  const family = Object.hasOwn(families, first) ? await families[first]?.() : [];
  return family?.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
}

async function overview(): Promise<string> {
  const commands = (await Promise.all(Object.values(families).map((load) => load()))).flat();
  const rows = commands.map(({ name, summary }) => [name, summary]);
  const lines = table(['Commands', ''], rows).split('\n').join('\n  ');
  return `Usage: npm run pniya -- <command> [options]\n\n${lines}\n  help <command>\n\nEach takes --json.`;
}

function sentence(error: unknown): string {
  if (error instanceof Problem) return sentenceOf(error);
  if (error instanceof StartError) return error.sentences.join('\n');
  if (error instanceof CommandError) return error.message;
  if (isDatabaseGone(error))
    return `The database went away (${(error as Error).message}): run the command again.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** It was ended, or its Pniya was, while the command was at work. */
function isDatabaseGone(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^(57P..|08...|ECONN\w+|ENOENT|EPIPE)$/.test(code) || /^Connection terminated/.test(message);
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(code: number, ...paragraphs: readonly string[]): number {
  process.stderr.write(`${paragraphs.join('\n\n')}\n`);
  return code;
}

// By way of exit(), so that a database that was started for the command ends with it.
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(name, () => process.exit(code));
process.exitCode = await main(process.argv.slice(2));
