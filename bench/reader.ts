import { Agent, get, type IncomingMessage } from 'node:http';
import type { Past } from './past.ts';
import type { Question } from './questions.ts';

export const administrator = 'bench@example.com';

async function cookieOf(url: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: administrator, password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!answer.ok || cookie === undefined) throw new Error(`signing in was refused: ${answer.status}`);
  return cookie;
}

/** The administrator, who prepares what is measured. */
export class Desk {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async signIn(url: string, password: string): Promise<Desk> {
    return new Desk(url, await cookieOf(url, password));
  }

  /** Throws when it is refused. */
  async ask(method: string, path: string, body: object): Promise<Record<string, unknown>> {
    const headers = { cookie: this.#cookie, 'content-type': 'application/json' };
    const answer = await fetch(this.#url + path, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  async read(path: string): Promise<unknown> {
    const answer = await fetch(this.#url + path, { headers: { cookie: this.#cookie } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }

  /** What does not end by itself, piece by piece. */
  async open(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const answer = await fetch(this.#url + path, { headers: { cookie: this.#cookie }, signal });
    if (!answer.ok || answer.body === null) throw new Error(`${path} was answered ${answer.status}`);
    return answer.body;
  }
}

/** A person at the console: one kept connection, one question after the other. */
export class Reader {
  readonly #url: string;
  readonly #cookie: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async signIn(url: string, password: string): Promise<Reader> {
    return new Reader(url, await cookieOf(url, password));
  }

  /** Milliseconds until the whole answer is here. Throws when it is not what was asked for. */
  async ask(question: Question, past: Past, time: number): Promise<number> {
    const path = question.path(past, time);
    const began = performance.now();
    const { status, text } = await this.#get(path);
    const took = performance.now() - began;
    if (status !== 200 || !question.isAnswer(JSON.parse(text), past, time)) {
      throw new Error(`${path} was answered ${status}: ${text.slice(0, 300)}`);
    }
    return took;
  }

  #get(path: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, headers: { cookie: this.#cookie } };
      const heard = (answer: IncomingMessage) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      };
      get(this.#url + path, options, heard).on('error', reject);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
