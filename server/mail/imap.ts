import type { Readable } from 'node:stream';
import { ImapFlow } from 'imapflow';
import { type ImapError, imapErrorOf } from './imap-errors.ts';
import { foldersOf, type ImapFolder } from './imap-folders.ts';

export interface ImapAccount {
  readonly host: string;
  /** The name that its certificate must have, where `host` is an address. */
  readonly servername?: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly username: string;
  /** A password, or an access token for XOAUTH2. */
  readonly signIn: { readonly password: string } | { readonly accessToken: string };
}

export interface ImapOptions {
  /** For connecting, and for any answer while one is due. */
  readonly patienceMs?: number;
  /** Certificates trusted besides those of the system. */
  readonly ca?: string;
}

/** An opened folder as the server describes it. */
export interface OpenFolder {
  readonly uidvalidity: number;
  readonly uidNext: number;
  readonly highestModseq: number | null;
  /** UIDs that went away since the modseq that was asked from; empty where the server can't tell (RFC 7162, QRESYNC). */
  readonly vanished: readonly number[];
  readonly isReadOnly: boolean;
}

export interface Described {
  readonly uid: number;
  readonly bytes: number;
  /** INTERNALDATE: when the mailbox received it. */
  readonly receivedAt: Date;
}

const defaultPatienceMs = 30_000;
/** Of a large mail this much is asked for at a time. */
const pieceBytes = 1024 * 1024;

/** Signs in. Throws ImapError; nothing is left open then. */
export async function connectImap(account: ImapAccount, options: ImapOptions = {}): Promise<ImapSession> {
  const { host, servername, port, security, username, signIn } = account;
  const patienceMs = options.patienceMs ?? defaultPatienceMs;
  const session = new ImapSession(
    new ImapFlow({
      host,
      ...(servername !== undefined && { servername }),
      port,
      secure: security === 'tls',
      doSTARTTLS: security === 'starttls',
      auth: {
        user: username,
        ...('password' in signIn ? { pass: signIn.password } : { accessToken: signIn.accessToken }),
      },
      ...(options.ca !== undefined && { tls: { ca: options.ca } }),
      clientInfo: { name: 'Pniya' },
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      qresync: true,
      disableAutoIdle: true,
      disableCompression: true,
      logger: false,
    }),
  );
  await session.connect();
  return session;
}

/** One signed-in connection. Every call throws ImapError when the other side fails; after that the session is over. */
export class ImapSession {
  readonly #client: ImapFlow;
  /** What ended the connection between two calls. */
  #broken: ImapError | null = null;
  #vanished: number[] = [];
  #wake: () => void = () => undefined;

  constructor(client: ImapFlow) {
    this.#client = client;
    client.on('error', (error) => {
      this.#broken ??= imapErrorOf(error);
      this.#wake();
    });
    client.on('close', () => this.#wake());
    client.on('exists', () => this.#wake());
    client.on('expunge', ({ uid }) => {
      if (uid !== undefined) this.#vanished.push(uid);
      this.#wake();
    });
  }

  async connect(): Promise<void> {
    try {
      await this.#client.connect();
    } catch (error) {
      this.#client.close();
      throw imapErrorOf(error);
    }
  }

  /** All folders that can be opened, with where their numbering stands. */
  folders(): Promise<ImapFolder[]> {
    return this.#ask(async (client) =>
      foldersOf(await client.list({ statusQuery: { uidNext: true, uidValidity: true } })),
    );
  }

  /** Opens a folder; `since` is what was known of it. Read-only changes nothing at all, not even \Recent. */
  open(
    path: string,
    isReadOnly: boolean,
    since?: { uidvalidity: number; highestModseq: number },
  ): Promise<OpenFolder> {
    return this.#ask(async (client) => {
      this.#vanished = [];
      const asked = since && { changedSince: since.highestModseq, uidValidity: since.uidvalidity };
      const opened = await client.mailboxOpen(path, { readOnly: isReadOnly, ...asked });
      return {
        uidvalidity: Number(opened.uidValidity),
        uidNext: opened.uidNext,
        highestModseq: opened.highestModseq === undefined ? null : Number(opened.highestModseq),
        vanished: this.takeVanished(),
        isReadOnly: opened.readOnly === true,
      };
    });
  }

  /** UIDs of the open folder that were said to be gone since this was last asked. */
  takeVanished(): number[] {
    return this.#vanished.splice(0);
  }

  /** The UIDs of the open folder from this one on, in order. */
  async uidsFrom(uid: number): Promise<number[]> {
    // RFC 3501, 6.4.8: `n:*` names the last mail even when its UID is smaller.
    const found = await this.#search({ uid: `${uid}:*` });
    return found.filter((one) => one >= uid);
  }

  /** Which of these are in the open folder. */
  async present(uids: readonly number[]): Promise<number[]> {
    return uids.length === 0 ? [] : this.#search({ uid: rangesOf(uids) });
  }

  /** The UIDs received on that day or later. */
  receivedSince(day: Date): Promise<number[]> {
    return this.#search({ since: day });
  }

  async #search(query: { uid?: string; since?: Date }): Promise<number[]> {
    const found = await this.#ask((client) => client.search(query, { uid: true }));
    if (!found) throw imapErrorOf({ responseStatus: 'NO', message: 'the server refused to search' });
    return found.toSorted((a, b) => a - b);
  }

  /** Sizes and dates; what went away meanwhile is missing. */
  describe(uids: readonly number[]): Promise<Described[]> {
    return this.#ask(async (client) => {
      const rows = await client.fetchAll(
        rangesOf(uids),
        { uid: true, size: true, internalDate: true },
        { uid: true },
      );
      return rows.map(({ uid, size, internalDate }) => ({
        uid,
        bytes: size ?? 0,
        receivedAt: instantOf(internalDate),
      }));
    });
  }

  /** Whole mails, one after another; nothing else may be asked until the last was taken. */
  async *contents(uids: readonly number[]): AsyncGenerator<{ uid: number; raw: Buffer }> {
    yield* this.#each(uids, { uid: true, source: true }, ({ uid, source }) => source && { uid, raw: source });
  }

  /** The header fields of these names, as they came. */
  async *headers(
    uids: readonly number[],
    names: readonly string[],
  ): AsyncGenerator<{ uid: number; receivedAt: Date; raw: Buffer }> {
    const query = { uid: true, internalDate: true, headers: [...names] };
    yield* this.#each(
      uids,
      query,
      ({ uid, headers, internalDate }) =>
        headers && { uid, receivedAt: instantOf(internalDate), raw: headers },
    );
  }

  async *#each<T>(
    uids: readonly number[],
    query: Parameters<ImapFlow['fetch']>[1],
    shape: (row: Fetched) => T | undefined,
  ): AsyncGenerator<T> {
    if (uids.length === 0) return;
    try {
      for await (const row of this.#client.fetch(rangesOf(uids), query, { uid: true })) {
        const shaped = shape(row);
        if (shaped !== undefined) yield shaped;
      }
      if (!this.#client.usable) throw new Error('the connection ended');
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** A mail of any size, a piece at a time; null when it is gone. The stream fails when the mail can't be had whole. */
  stream(uid: number): Promise<Readable | null> {
    return this.#ask(async (client) => {
      const options = { uid: true, chunkSize: pieceBytes };
      return (await client.download(String(uid), undefined, options)).content ?? null;
    });
  }

  /** Says in the mailbox that these were taken. */
  async flag(uids: readonly number[]): Promise<void> {
    await this.#ask((client) =>
      client.messageFlagsAdd(rangesOf(uids), ['\\Seen', '$PniyaTaken'], { uid: true, silent: true }),
    );
  }

  async move(uids: readonly number[], into: string): Promise<void> {
    const moved = await this.#ask((client) => client.messageMove(rangesOf(uids), into, { uid: true }));
    if (!moved) throw imapErrorOf({ responseStatus: 'NO', message: `mails could not be moved to ${into}` });
  }

  /** Comes back when the open folder has news or the time is over. IDLE where the server has it. */
  async waitForNews(mostMs: number, ended: AbortSignal): Promise<void> {
    if (this.#broken || !this.#client.usable) throw this.#failure(null);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, mostMs);
    ended.addEventListener('abort', () => resolve(), { once: true });
    if (ended.aborted) resolve();
    const idling = this.#client.idle().catch((error: unknown) => {
      this.#broken ??= imapErrorOf(error);
      resolve();
    });
    await promise;
    clearTimeout(timer);
    this.#wake = () => undefined;
    if (ended.aborted) return;
    // Ends IDLE, and shows whether anybody is still there.
    await this.#ask((client) => client.noop());
    await idling;
  }

  /** Says good-bye if anybody is there to hear it, briefly; never throws. */
  async close(): Promise<void> {
    if (!this.#broken && this.#client.usable) {
      const patience = setTimeout(() => this.#client.close(), 1000);
      await this.#client.logout().catch(() => undefined);
      clearTimeout(patience);
    }
    this.#client.close();
  }

  /** Hangs up, whatever is under way. */
  cut(): void {
    this.#client.close();
  }

  async #ask<T>(question: (client: ImapFlow) => Promise<T>): Promise<T> {
    if (this.#broken) throw this.#broken;
    try {
      return await question(this.#client);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** What broke the connection says more than what failed because of it. */
  #failure(error: unknown): ImapError {
    return this.#broken ?? imapErrorOf(error ?? { code: 'NoConnection', message: 'the connection ended' });
  }
}

/** UIDs as IMAP names them: those that follow one another as one range (RFC 3501, 9, sequence-set). */
export function rangesOf(uids: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const uid of uids.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && uid <= last[1] + 1) last[1] = uid;
    else ranges.push([uid, uid]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}:${to}`)).join(',');
}

type Fetched = ReturnType<ImapFlow['fetch']> extends AsyncGenerator<infer Row> ? Row : never;

function instantOf(given: Date | string | undefined): Date {
  const instant = new Date(given ?? Number.NaN);
  return Number.isNaN(instant.getTime()) ? new Date() : instant;
}
