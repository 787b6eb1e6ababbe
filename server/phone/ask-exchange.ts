export type ExchangeFault =
  | 'exchange_no_account'
  | 'exchange_wrong_secret'
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

/** One question; a redirect would carry the secret elsewhere. Throws ExchangeError. */
export async function askExchange(url: URL, options: RequestInit): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(url, { ...options, redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  } catch (cause) {
    const { code } = ((cause as Error).cause ?? {}) as { code?: string };
    throw new ExchangeError('exchange_away', code ?? (cause as Error).name, cause);
  }
  const text = await textOf(answer);
  if (answer.status === 401 || answer.status === 403)
    throw new ExchangeError('exchange_wrong_secret', String(answer.status));
  if (answer.status === 429) throw new ExchangeError('exchange_busy', '429');
  if (answer.status >= 500) throw new ExchangeError('exchange_away', String(answer.status));
  if (!answer.ok) throw new ExchangeError('exchange_refused', String(answer.status));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExchangeError('exchange_unreadable', 'no JSON', cause);
  }
}

async function textOf(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of answer.body ?? []) {
      bytes += piece.length;
      if (bytes > longestAnswer) throw new ExchangeError('exchange_too_many');
      pieces.push(piece);
    }
  } catch (cause) {
    if (cause instanceof ExchangeError) throw cause;
    throw new ExchangeError('exchange_away', (cause as Error).name, cause);
  }
  return Buffer.concat(pieces).toString('utf8');
}
