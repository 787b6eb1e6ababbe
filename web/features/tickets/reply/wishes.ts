import { useEffect, useEffectEvent } from 'react';
import type { WritingKind } from './draft-store.ts';

/** That the reply box of a ticket turns to something: asked by a message's menu, or by a mail that came back. */
export interface Wish {
  ticketNumber: number;
  kind: WritingKind;
}

const grantors = new Set<(wish: Wish) => void>();

export function wish(asked: Wish): void {
  for (const grant of grantors) grant(asked);
}

export function useWishes(grant: (wish: Wish) => void): void {
  const latest = useEffectEvent(grant);
  useEffect(() => {
    const grantor = (asked: Wish) => latest(asked);
    grantors.add(grantor);
    return () => {
      grantors.delete(grantor);
    };
  }, []);
}
