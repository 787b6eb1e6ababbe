import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** What a command has to say: `json` with --json, else `text`. `isWrong` makes the exit code 1. */
export interface Told {
  readonly json: unknown;
  readonly text: string;
  readonly isWrong?: boolean;
}

/** A mistake in the command line itself: its sentence is shown with the command's usage, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An expected failure of a command: one sentence, exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

type Values<Options extends ParseArgsOptionsConfig> = {
  [Name in keyof Options]?: Options[Name] extends { type: 'boolean' }
    ? boolean
    : Options[Name] extends { multiple: true }
      ? string[]
      : string;
};

interface Written<Options extends ParseArgsOptionsConfig> {
  readonly name: string;
  readonly summary: string;
  /** One line per option, as help shows it. */
  readonly help: readonly string[];
  readonly options: Options;
  /** The option that a word without a dash fills. */
  readonly word?: keyof Options & string;
  run(values: Values<Options>): Promise<Told>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** Runs with the arguments after the command's name. Throws UsageError. */
  run(args: readonly string[]): Promise<{ told: Told; isJson: boolean }>;
}

/** A command of the program; `--json` goes with each. */
export function command<const Options extends ParseArgsOptionsConfig>(written: Written<Options>): Command {
  const { name, summary, help, word } = written;
  const lines = [...help, '--json  print JSON'].map((line) => `  ${line}`);
  const shownWord = word === undefined ? '' : ` [<${word}>]`;
  return {
    name,
    summary,
    usage: `Usage: npm run pniya -- ${name}${shownWord} [options]\n${lines.join('\n')}`,
    async run(args) {
      const { json = false, ...values } = read(args, { ...written.options, json: { type: 'boolean' } }, word);
      return { told: await written.run(values as Values<Options>), isJson: json === true };
    },
  };
}

type Given = Record<string, string | boolean | (string | boolean)[] | undefined>;

function read(args: readonly string[], options: ParseArgsOptionsConfig, word: string | undefined): Given {
  const { values, positionals } = parsed(args, options);
  const [first, ...others] = positionals;
  if (first === undefined) return values;
  const isMany = word !== undefined && options[word]?.multiple === true;
  if (word === undefined || (others.length > 0 && !isMany))
    throw new UsageError(`"${(word === undefined ? positionals : others)[0]}" is one word too many.`);
  if (isMany) return { ...values, [word]: [...positionals, ...((values[word] as string[]) ?? [])] };
  if (values[word] !== undefined) throw new UsageError(`Give the ${word} once: as a word or with --${word}.`);
  return { ...values, [word]: first };
}

function parsed(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    // Node adds advice about its own syntax after the first sentence.
    const [sentence = ''] = message.split(/\. |\n/);
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`);
  }
}

/** The value of an option that the command can't do without. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`--${option} is missing.`);
  return value;
}
