import { type Logger, pino } from 'pino';

/** What the lower layers need of a logger; Fastify's pino logger fits. `fields` come first, the sentence second. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A logger that says nothing, for tests and short commands. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The process's log on standard error: a line a person reads at a terminal, JSON for everything else. */
export function processLog(level: string): Logger {
  const serializers = { err: errorShown };
  const options = {
    level,
    base: null,
    serializers,
    redact: { paths: ['*.password', '*.authorization', '*.cookie', '*.secret'], remove: true },
  };
  return process.stderr.isTTY ? pino(options, { write: writeForPeople }) : pino(options, pino.destination(2));
}

/** Of an error only what helps: drivers hang whole connections on theirs. */
function errorShown(error: unknown): object {
  if (!(error instanceof Error)) return { message: messageIn(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause: errorShown(cause) }),
  };
}

/** pg-boss copies an error's properties into a plain object. */
function messageIn(thrown: unknown): string {
  const { message } = (thrown ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(thrown);
}

const levels: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};

function writeForPeople(line: string): void {
  const { level, time, msg, err } = JSON.parse(line) as {
    level: number;
    time: number;
    msg?: string;
    err?: { message?: string; stack?: string };
  };
  const clock = new Date(time).toTimeString().slice(0, 8);
  const detail = err ? `: ${level >= 50 ? (err.stack ?? err.message) : err.message}` : '';
  process.stderr.write(`${clock} ${levels[level] ?? level}: ${msg ?? ''}${detail}\n`);
}
