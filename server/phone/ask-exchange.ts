import { setTimeout as sleep } from 'node:timers/promises';

export type ExchangeFault =
  | 'exchange_no_account'
  | 'exchange_wrong_secret'
  | 'exchange_ip_refused'
  | 'exchange_certificate'
  | 'exchange_refused'
  | 'exchange_busy'
  | 'exchange_away'
  | 'exchange_unreadable'
  | 'exchange_too_many';

/** Why an exchange's records could not be had. `said`: its own words, which bear no secret. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly fault: ExchangeFault;
  readonly said: string | null;

  constructor(fault: ExchangeFault, said: string | null = null, cause?: unknown) {
    super(said === null ? fault : `${fault}: ${said}`, { cause });
    this.fault = fault;
    this.said = said;
  }
}

/** Where exchanges answer. Only a test says other places: no setting and no tenant does. */
export interface ExchangeOutside {
  readonly voicenterLog: string;
  readonly twilioApi: string;
  /** Between two questions of one run: Voicenter takes thirty a minute. */
  readonly pauseMs: number;
}

export const exchangeOutside: ExchangeOutside = {
  voicenterLog: 'https://api.voicenter.com/hub/cdr/',
  twilioApi: 'https://api.twilio.com',
  pauseMs: 2100,
};

export interface Window {
  readonly since: Date;
  readonly until: Date;
}

const patienceMs = 60_000;
const longestAnswer = 64 * 1024 * 1024;
/** What passes by itself is asked again after so many pauses. */
const waits: readonly number[] = [1, 5, 15];
const passing: readonly ExchangeFault[] = ['exchange_busy', 'exchange_away'];
const longestWaitMs = 120_000;

export interface Asking {
  readonly pauseMs: number;
  /** What an answer says of itself, whatever its status is; null: nothing is wrong, or it does not say. */
  readonly faultIn?: (answer: unknown) => ExchangeError | null;
}

/** One question, again where the exchange is busy or away for a moment. Throws ExchangeError. */
export async function askExchange(url: URL, options: RequestInit, asking: Asking): Promise<unknown> {
  for (let tries = 0; ; tries += 1) {
    const { fault, answer, waitMs } = await askedOnce(url, options, asking);
    if (fault === null) return answer;
    const pauses = waits[tries];
    if (!passing.includes(fault.fault) || pauses === undefined) throw fault;
    await sleep(Math.min(Math.max(waitMs, asking.pauseMs * pauses), longestWaitMs));
  }
}

interface Answered {
  readonly fault: ExchangeError | null;
  readonly answer?: unknown;
  /** As the exchange asks for (RFC 9110, 10.2.3). */
  readonly waitMs: number;
}

/** A redirect would carry the secret elsewhere. */
async function askedOnce(url: URL, options: RequestInit, { faultIn }: Asking): Promise<Answered> {
  let waitMs = 0;
  try {
    const answer = await fetch(url, {
      ...options,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    waitMs = Math.max(0, Number(answer.headers.get('retry-after') ?? 0) * 1000) || 0;
    const text = await textOf(answer);
    const read = parsedOrNull(text);
    const fault = (read === null ? null : faultIn?.(read.json)) ?? faultOf(answer);
    if (fault === null && read === null) throw new ExchangeError('exchange_unreadable', 'no JSON');
    return { fault, answer: read?.json, waitMs };
  } catch (cause) {
    if (cause instanceof ExchangeError) return { fault: cause, waitMs };
    const { code } = ((cause as Error).cause ?? {}) as { code?: string };
    return { fault: new ExchangeError('exchange_away', code ?? (cause as Error).name, cause), waitMs };
  }
}

function faultOf({ status, ok }: Response): ExchangeError | null {
  if (ok) return null;
  if (status === 401 || status === 403) return new ExchangeError('exchange_wrong_secret', String(status));
  if (status === 429) return new ExchangeError('exchange_busy', '429');
  if (status === 408 || status >= 500) return new ExchangeError('exchange_away', String(status));
  return new ExchangeError('exchange_refused', String(status));
}

function parsedOrNull(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}

async function textOf(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body ?? []) {
    bytes += piece.length;
    if (bytes > longestAnswer) throw new ExchangeError('exchange_too_many');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
