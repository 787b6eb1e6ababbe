import { contextOf, type Means } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import { LeasedReaders, type Wanted } from '../../database/leased-readers.ts';
import type { Leases } from '../../database/leases.ts';
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

/** The readers of this process: one for each mailbox that no other process reads. */
export class MailboxReaders {
  readonly #means: Means;
  readonly #times: ReaderTimes;
  readonly #leases: Leases;
  readonly #readers: LeasedReaders<MailboxOf>;

  constructor(means: Means, { leases, subscribe, lookMs, times }: ReadersOptions) {
    this.#means = means;
    this.#times = { ...usual, ...times };
    this.#leases = leases;
    this.#readers = new LeasedReaders({
      ...{ leases, subscribe, lookMs, log: means.log, name: 'mailbox' },
      wanted: () => this.#wanted(),
      read: (mailbox, ended) => this.#readOn(mailbox, ended),
    });
  }

  /** Mails under way are finished; another process may read on at once. */
  async stop(): Promise<void> {
    await this.#readers.stop();
    await this.#leases.close();
  }

  async #wanted(): Promise<Map<string, Wanted<MailboxOf>>> {
    const wanted = new Map<string, Wanted<MailboxOf>>();
    for (const { tenantId } of await listTenants(this.#means.db)) {
      const ctx = contextOf(this.#means, tenantId, { kind: 'system' });
      for (const record of await selectConnections(ctx)) {
        if (!record.is_active) continue;
        const source = { tenantId, mailboxId: record.mailbox_id };
        wanted.set(`${tenantId} ${record.mailbox_id}`, { source, settings: settingsOf(record) });
      }
    }
    return wanted;
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
