/** What stood before a move, split or merge, and so is there again when it is taken back. Ids are uuids, instants ISO. */
export interface Kept {
  readonly messages: readonly string[];
  readonly handlings: readonly string[];
  /** Words that wait and that something said at their new place would have covered. */
  readonly covered: readonly { readonly id: string; readonly before: string | null }[];
  readonly from: Before;
  /** Null: the ticket was made by the split. */
  readonly to: Before | null;
  /** Tickets that were merged into the one that was merged, and point on since. */
  readonly pointed: readonly string[];
}

export interface Before {
  readonly status_id: string;
  readonly closed_at: string | null;
  readonly maybe_id: string | null;
  /** The status that the verb gave it; null: it left it alone. */
  readonly given: string | null;
}

export type MoveKind = 'move' | 'split' | 'merge';

/** The history lines that they leave: on the ticket that was left, and on the other. */
export const moveLines = {
  move: { out: 'moved_out', in: 'moved_in' },
  split: { out: 'split_out', in: 'split_in' },
  merge: { out: 'merged_out', in: 'merged_in' },
} as const satisfies Record<MoveKind, { out: string; in: string }>;

export const isMoveLine = (kind: string): boolean => Object.values(moveLines).some(({ out }) => out === kind);
