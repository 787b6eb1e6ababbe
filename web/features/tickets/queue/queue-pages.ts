import type { AnswerOf } from '../../../../shared/endpoint.ts';
import type { listTickets, TicketRow } from '../../../../shared/tickets.ts';

export type QueuePage = AnswerOf<typeof listTickets>;
export interface QueuePages {
  pages: QueuePage[];
  pageParams: (string | null)[];
}

/** All loaded rows in order, each ticket once: a page that was read again may overlap its neighbour. */
export function rowsOf(pages: readonly QueuePage[]): TicketRow[] {
  const seen = new Set<string>();
  const rows: TicketRow[] = [];
  for (const page of pages) {
    for (const row of page.items) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
    }
  }
  return rows;
}

/**
 * Which loaded pages a change touches: the first (new rows come there), those that hold a changed ticket, and the last
 * when the list's end is loaded (in "waiting" the newest come last).
 */
export function touchedPages(loaded: QueuePages, changed: ReadonlySet<string>): number[] {
  const last = loaded.pages.length - 1;
  return loaded.pages.flatMap((page, index) => {
    const isEdge = index === 0 || (index === last && page.after === null);
    const isTouched = page.items.some((row) => changed.has(row.id));
    return isEdge || isTouched ? [index] : [];
  });
}

/** The rows of a page that were not among those read anew: gone, moved, or only pushed past the page's end. */
export function missingRows(old: QueuePage, fresh: QueuePage): number {
  const ids = new Set(fresh.items.map((row) => row.id));
  return old.items.filter((row) => !ids.has(row.id)).length;
}

/**
 * Puts a page that was read again in its place. `bridge` are the rows right after it: pages that follow were read from
 * the old page's own end, and rows pushed past the new end would otherwise be in neither.
 */
export function replacePage(
  loaded: QueuePages,
  index: number,
  fresh: QueuePage,
  bridge: readonly TicketRow[],
): QueuePages {
  const old = loaded.pages[index];
  if (old === undefined) return loaded;
  const isLast = index === loaded.pages.length - 1;
  if (isLast || fresh.after === null) {
    const pages = [...loaded.pages.slice(0, index), fresh];
    return { pages, pageParams: loaded.pageParams.slice(0, pages.length) };
  }
  const pages = [...loaded.pages];
  pages[index] = { items: [...fresh.items, ...bridge], after: old.after };
  return { ...loaded, pages };
}

/** Replaces or drops single rows everywhere: what an optimistic change does before the server has answered. */
export function mapRows(loaded: QueuePages, change: (row: TicketRow) => TicketRow | null): QueuePages {
  let isChanged = false;
  const pages = loaded.pages.map((page) => {
    const items = page.items.flatMap((row) => {
      const next = change(row);
      if (next !== row) isChanged = true;
      return next === null ? [] : [next];
    });
    return items.length === page.items.length && items.every((row, index) => row === page.items[index])
      ? page
      : { ...page, items };
  });
  return isChanged ? { ...loaded, pages } : loaded;
}
