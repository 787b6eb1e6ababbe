import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type AmiBlock, AmiBlocks, blockOf } from './ami-blocks.ts';
import { ExchangeError, type ExchangeFault } from './ask-exchange.ts';

export interface AmiLogin {
  /** An address, looked up and allowed by whoever asks. */
  readonly address: string;
  readonly port: number;
  readonly username: string;
  readonly secret: string;
  readonly tls: AmiTls;
  /** Whom its certificate must be of; missing where it is asked for by its address. */
  readonly servername?: string | undefined;
}

/** `any_certificate`: nobody listens on the way, and whoever answers is believed. */
export type AmiTls = 'off' | 'verified' | 'any_certificate';

export interface AmiTimes {
  /** For the connection and each answer; silence for this long after a ping is an end. */
  readonly patienceMs: number;
  readonly pingMs: number;
}

const usualPorts: Readonly<Record<AmiTls, number>> = { off: 5038, verified: 5039, any_certificate: 5039 };

/** `user@host:port` as it is written in the settings; port 5038 unless given, 5039 by TLS (manager.conf, tlsbindaddr). */
export function readAmiAccount(
  text: string | null,
  tls: AmiTls = 'off',
): { username: string; host: string; port: number } | null {
  const read = /^([^@\s]+)@(\[[0-9a-f:]+\]|[^@:\s/]+)(?::(\d{1,5}))?$/i.exec(text?.trim() ?? '');
  const port = Number(read?.[3] ?? usualPorts[tls]);
  if (!read?.[1] || !read[2] || port < 1 || port > 65_535) return null;
  return { username: read[1], host: read[2].replace(/^\[|\]$/g, ''), port };
}

/**
 * Signs in at an Asterisk's manager interface and hands its events over, one after another, until `ended`. Throws ExchangeError
 * when the other side ends, stays silent or refuses; what `take` throws ends it too.
 */
export async function readAmi(
  login: AmiLogin,
  times: AmiTimes,
  ended: AbortSignal,
  { onReady, take }: { onReady: () => Promise<void>; take: (block: AmiBlock) => Promise<void> },
): Promise<void> {
  const socket = connectionTo(login);
  const cut = () => socket.destroy();
  ended.addEventListener('abort', cut, { once: true });
  if (ended.aborted) cut();
  const talk = new Conversation(socket, login);
  // What we say ourselves is no sign of life of the other side.
  let heardMs = Date.now();
  let silentMs = times.patienceMs;
  const watching = setInterval(
    () => {
      if (Date.now() - heardMs > silentMs) socket.destroy(new ExchangeError('exchange_away', 'silence'));
      talk.ping();
    },
    Math.min(times.pingMs, times.patienceMs),
  );
  try {
    for await (const piece of socket) {
      heardMs = Date.now();
      for (const block of talk.hear(piece as Buffer)) await take(block);
      if (talk.isNewlyReady()) {
        silentMs = times.pingMs + times.patienceMs;
        await onReady();
      }
    }
    if (!ended.aborted) throw new ExchangeError('exchange_away', 'the connection ended');
  } catch (error) {
    if (ended.aborted) return;
    if (error instanceof ExchangeError || socket.errored !== error) throw error;
    throw new ExchangeError(faultOf(error), (error as { code?: string }).code ?? null, error);
  } finally {
    clearInterval(watching);
    ended.removeEventListener('abort', cut);
    socket.destroy();
  }
}

function connectionTo({ address: host, port, tls, servername }: AmiLogin): Socket {
  if (tls === 'off') return connect({ host, port });
  const name = servername === undefined ? {} : { servername };
  return connectTls({ host, port, ...name, rejectUnauthorized: tls === 'verified' });
}

/** Node's and OpenSSL's codes of certificates that are not believed; and of what is no TLS at all. */
function faultOf(error: unknown): ExchangeFault {
  const { code = '' } = error as { code?: string };
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_CA|CRL/.test(code)) return 'exchange_certificate';
  return /^(ERR_SSL|EPROTO)/.test(code) ? 'exchange_unreadable' : 'exchange_away';
}

/** Asks for a challenge, so that the secret is not on the wire; where there is none, signs in with the secret itself. */
class Conversation {
  readonly #socket: Socket;
  readonly #login: AmiLogin;
  readonly #blocks = new AmiBlocks();
  #step: 'banner' | 'challenge' | 'login' | 'ready' = 'banner';
  #isReadySaid = false;

  constructor(socket: Socket, login: AmiLogin) {
    this.#socket = socket;
    this.#login = login;
  }

  isNewlyReady(): boolean {
    const isNew = this.#step === 'ready' && !this.#isReadySaid;
    if (isNew) this.#isReadySaid = true;
    return isNew;
  }

  ping(): void {
    if (this.#step === 'ready') this.#say({ Action: 'Ping' });
  }

  /** The events in a piece; answers are dealt with here. */
  hear(piece: Buffer): AmiBlock[] {
    const blocks = this.#blocks.push(piece);
    if (this.#step === 'banner' && this.#blocks.banner !== null) {
      this.#step = 'challenge';
      this.#say({ Action: 'Challenge', AuthType: 'MD5', ActionID: 'challenge' });
    }
    return blocks.filter((block) => {
      if (block.fields.has('event')) return this.#step === 'ready';
      this.#answer(block);
      return false;
    });
  }

  #answer({ fields }: AmiBlock): void {
    const isWell = fields.get('response') === 'Success';
    if (this.#step === 'challenge') {
      this.#step = 'login';
      const challenge = isWell ? fields.get('challenge') : undefined;
      const { username: Username, secret } = this.#login;
      const proof: Readonly<Record<string, string>> =
        challenge === undefined
          ? { Secret: secret }
          : {
              AuthType: 'MD5',
              Key: createHash('md5')
                .update(challenge + secret)
                .digest('hex'),
            };
      this.#say({ Action: 'Login', ActionID: 'login', Username, ...proof, Events: 'call,agent,cdr' });
    } else if (this.#step === 'login') {
      if (!isWell)
        throw new ExchangeError('exchange_wrong_secret', fields.get('message')?.slice(0, 200) ?? null);
      this.#step = 'ready';
    }
  }

  #say(fields: Readonly<Record<string, string>>): void {
    if (!this.#socket.destroyed) this.#socket.write(blockOf(fields));
  }
}
