import { useSyncExternalStore } from 'react';

export interface ToastGiven {
  text: string;
  /** Takes the action back; offered for ten seconds. */
  undo?: () => Promise<unknown>;
  tone?: 'done' | 'failed';
  /** A code that a person can quote. */
  code?: string | null;
}

export interface Toast extends ToastGiven {
  id: number;
}

/** How long the offer to undo and the sentence about a failure stay; that a thing was done is read at a glance. */
const milliseconds = { toActOn: 10_000, toRead: 5000 } as const;

export const millisecondsOf = ({ tone, undo }: ToastGiven): number =>
  tone === 'failed' || undo !== undefined ? milliseconds.toActOn : milliseconds.toRead;

const mostShown = 3;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

const isSame = (one: ToastGiven, other: ToastGiven) => one.text === other.text && one.tone === other.tone;

/** The same sentence again says that it happened again, not that two things did; what can be undone is a thing of its own. */
export function withToast(known: readonly Toast[], toast: Toast): readonly Toast[] {
  const others = known.filter((one) => one.undo !== undefined || !isSame(one, toast));
  return [...others, toast].slice(-mostShown);
}

/** Says what was done, at the foot of the page. Answers the id by which it can be dismissed. */
export function showToast(given: ToastGiven): number {
  const id = nextId++;
  set(withToast(toasts, { ...given, id }));
  return id;
}

export function dismissToast(id: number): void {
  set(toasts.filter((one) => one.id !== id));
}

/** Takes back the newest action that still offers it; false when there is none. */
export async function undoNewest(): Promise<boolean> {
  const newest = toasts.findLast((one) => one.undo !== undefined);
  if (newest?.undo === undefined) return false;
  dismissToast(newest.id);
  await newest.undo();
  return true;
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
