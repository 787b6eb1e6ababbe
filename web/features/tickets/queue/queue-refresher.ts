import type { QueryClient } from '@tanstack/react-query';
import { listTickets } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { listQueryOf, type QueueSearch } from '../ticket-search.ts';
import { queueKey } from './queue-cache.ts';
import {
  missingRows,
  type QueuePage,
  type QueuePages,
  replacePage,
  rowsOf,
  touchedPages,
} from './queue-pages.ts';

export const rowsPerPage = 100;
const mostRowsPerCall = 200;

/** Reads one page of a queue; `after` null is its beginning. */
export function readQueuePage(
  search: QueueSearch,
  after: string | null,
  limit = rowsPerPage,
  signal?: AbortSignal,
): Promise<QueuePage> {
  const query = { ...listQueryOf(search), limit, ...(after === null ? {} : { after }) };
  return call(listTickets, signal === undefined ? { query } : { query, signal });
}

/**
 * Keeps a loaded queue true without reading all of it: after a change the pages it touches are read again at once,
 * and every other one when it comes into sight.
 */
export class QueueRefresher {
  private readonly stale = new Set<number>();
  private readonly urgent = new Set<number>();
  private inSight = { first: 0, last: 0 };
  private isReading = false;
  private readonly client: QueryClient;
  private readonly search: QueueSearch;
  private readonly onNewRows: (ids: readonly string[]) => void;

  constructor(client: QueryClient, search: QueueSearch, onNewRows: (ids: readonly string[]) => void) {
    this.client = client;
    this.search = search;
    this.onNewRows = onNewRows;
  }

  private get loaded(): QueuePages | undefined {
    return this.client.getQueryData<QueuePages>(queueKey(this.search));
  }

  get isBusy(): boolean {
    return this.isReading;
  }

  /** These tickets changed, or are new, or are gone. */
  changed(ids: ReadonlySet<string>): void {
    const { loaded } = this;
    if (loaded === undefined) return;
    for (const index of loaded.pages.keys()) this.stale.add(index);
    for (const index of touchedPages(loaded, ids)) this.urgent.add(index);
    this.hurryWhatIsSeen();
  }

  /** Rows of these pages are on the screen now. */
  seen(first: number, last: number): void {
    this.inSight = { first, last };
    this.hurryWhatIsSeen();
  }

  /** Anything may have changed: forgets what is below the screen, so that reading everything again is a short job. */
  forgetBelow(): void {
    const keep = this.inSight.last + 1;
    this.client.setQueryData<QueuePages>(queueKey(this.search), (now) =>
      now && now.pages.length > keep
        ? { pages: now.pages.slice(0, keep), pageParams: now.pageParams.slice(0, keep) }
        : now,
    );
  }

  private hurryWhatIsSeen(): void {
    for (let index = this.inSight.first; index <= this.inSight.last; index += 1) {
      if (this.stale.has(index)) this.urgent.add(index);
    }
    void this.run();
  }

  /** Reads the urgent pages one after another; waits while the list itself is being read, and is called again after. */
  async run(): Promise<void> {
    if (this.isReading || this.client.isFetching({ queryKey: queueKey(this.search), exact: true }) > 0)
      return;
    this.isReading = true;
    try {
      for (const index of this.urgent) {
        this.urgent.delete(index);
        this.stale.delete(index);
        await this.readAgain(index);
      }
    } catch {
      // The line is down: live.ts says so, and what it sends when it is back brings the rows.
    } finally {
      this.isReading = false;
    }
  }

  private async readAgain(index: number): Promise<void> {
    const before = this.loaded;
    const old = before?.pages[index];
    const after = before?.pageParams[index];
    if (before === undefined || old === undefined || after === undefined) return;
    const fresh = await readQueuePage(this.search, after);
    const missing = missingRows(old, fresh);
    const needsBridge = missing > 0 && fresh.after !== null && index < before.pages.length - 1;
    const bridge = needsBridge
      ? await readQueuePage(this.search, fresh.after, Math.min(mostRowsPerCall, missing + 20))
      : null;
    const known = new Set(rowsOf(before.pages).map((row) => row.id));
    this.client.setQueryData<QueuePages>(
      queueKey(this.search),
      (now) => now && replacePage(now, index, fresh, bridge?.items ?? []),
    );
    this.onNewRows(fresh.items.flatMap((row) => (known.has(row.id) ? [] : [row.id])));
  }
}
