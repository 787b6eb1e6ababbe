import { contextOf, type Means } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import type { Lease, Leases } from '../../database/leases.ts';
import { listTenants } from '../tenants/tenants.service.ts';
import { selectConnections } from './connections.sql.ts';
import { settingsOf } from './connections.ts';
import {
  faultOf,
  type MailboxOf,
  pause,
  type ReaderTimes,
  readMailbox,
  tellFailure,
} from './reader.service.ts';

export interface ReadersOptions {
  readonly leases: Leases;
  readonly subscribe: Subscribe;
  readonly times?: Partial<ReaderTimes>;
  /** How often this process looks for mailboxes that nobody reads. */
  readonly lookMs?: number;
}

const usual: ReaderTimes = {
  pollMs: 60_000,
  patienceMs: 60_000,
  pauseMs: 2000,
  longestPauseMs: 5 * 60_000,
};
/** Servers lock out who tries a wrong password too often. */
const passwordPauseMs = 60_000;
const needPerson = new Set([
  'imap_wrong_password',
  'imap_oauth_refused',
  'oauth_sign_in_needed',
  'oauth_app_refused',
  'private_host',
  'secret_unreadable',
]);

interface Reader {
  readonly settings: string;
  readonly ending: AbortController;
  readonly ended: Promise<void>;
}

/** The readers of this process: one for each mailbox that no other process reads. */
export class MailboxReaders {
  readonly #means: Means;
  readonly #options: ReadersOptions;
  readonly #times: ReaderTimes;
  readonly #readers = new Map<string, Reader>();
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #isAgain = false;
  #isStopped = false;

  constructor(means: Means, options: ReadersOptions) {
    this.#means = means;
    this.#options = options;
    this.#times = { ...usual, ...options.times };
    this.#unsubscribe = options.subscribe(({ tenantId, change }) => {
      if (change.kind === 'settings' || tenantId === '*') this.#look();
    });
    this.#timer = setInterval(() => this.#look(), options.lookMs ?? 10_000);
    this.#look();
  }

  /** Mails under way are finished; another process may read on at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#unsubscribe();
    await this.#looking;
    await Promise.all([...this.#readers.values()].map((reader) => end(reader)));
    await this.#options.leases.close();
  }

  #look(): void {
    if (this.#isStopped) return;
    if (this.#looking) {
      this.#isAgain = true;
      return;
    }
    this.#looking = this.#compare()
      .catch((err: unknown) => this.#means.log.warn({ err }, 'the mailboxes to read could not be listed'))
      .finally(() => {
        this.#looking = null;
        if (!this.#isAgain) return;
        this.#isAgain = false;
        this.#look();
      });
  }

  /** Ends readers of mailboxes that are gone, begins those that changed anew, and takes what nobody reads. */
  async #compare(): Promise<void> {
    const wanted = await this.#wanted();
    for (const [id, reader] of this.#readers)
      if (wanted.get(id)?.settings !== reader.settings) await end(reader);
    for (const [id, { mailbox, settings }] of wanted) {
      if (this.#readers.has(id) || this.#isStopped) continue;
      const lease = await this.#options.leases.take(`mailbox ${mailbox.tenantId} ${mailbox.mailboxId}`);
      if (lease) this.#begin(id, mailbox, settings, lease);
    }
  }

  async #wanted(): Promise<Map<string, { mailbox: MailboxOf; settings: string }>> {
    const wanted = new Map<string, { mailbox: MailboxOf; settings: string }>();
    for (const { tenantId } of await listTenants(this.#means.db)) {
      const ctx = contextOf(this.#means, tenantId, { kind: 'system' });
      for (const record of await selectConnections(ctx)) {
        if (!record.is_active) continue;
        const mailbox = { tenantId, mailboxId: record.mailbox_id };
        wanted.set(`${tenantId} ${record.mailbox_id}`, { mailbox, settings: settingsOf(record) });
      }
    }
    return wanted;
  }

  #begin(id: string, mailbox: MailboxOf, settings: string, lease: Lease): void {
    const ending = new AbortController();
    lease.lost.addEventListener('abort', () => ending.abort(), { once: true });
    const ended = this.#readWith(lease, id, mailbox, ending.signal);
    this.#readers.set(id, { settings, ending, ended });
  }

  async #readWith(lease: Lease, id: string, mailbox: MailboxOf, ended: AbortSignal): Promise<void> {
    try {
      await this.#readOn(mailbox, ended);
    } finally {
      this.#readers.delete(id);
      await lease.release();
    }
  }

  /** Reads until told to end; after a failure again, with pauses that grow and are never quite the same. */
  async #readOn(mailbox: MailboxOf, ended: AbortSignal): Promise<void> {
    const ctx = contextOf(this.#means, mailbox.tenantId, { kind: 'system' });
    for (let failures = 0; !ended.aborted; ) {
      try {
        await readMailbox(this.#means, mailbox, this.#times, ended, () => {
          failures = 0;
        });
        // It is no longer there: the next look ends this reader.
        if (!ended.aborted) await pause(this.#times.pauseMs, ended);
      } catch (error) {
        const fault = faultOf(error);
        await tellFailure(ctx, { mailbox_id: mailbox.mailboxId }, fault);
        const isPassword = needPerson.has(fault.error);
        const { pauseMs, longestPauseMs } = this.#times;
        const least = isPassword ? Math.max(passwordPauseMs, pauseMs) : pauseMs;
        const pauseNow = Math.min(longestPauseMs, least * 2 ** failures);
        await pause(pauseNow * (0.7 + Math.random() * 0.6), ended);
        failures += 1;
      }
    }
  }
}

async function end({ ending, ended }: Reader): Promise<void> {
  ending.abort();
  await ended;
}
