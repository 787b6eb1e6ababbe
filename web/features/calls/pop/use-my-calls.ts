import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LiveCall, useLiveCalls } from '../../../components/calls/call-queries.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { type Classified, useClassify } from '../decision/use-classify.ts';

/** What was chosen while the call rang, and the number of the ticket where it is one that there is. */
export interface Intent {
  readonly as: Classified;
  readonly number: number | null;
}

/** Calls in which I spoke and that have ended since: somebody has to say what they were. */
function useSpoken(mine: readonly LiveCall[]) {
  const [spoken, setSpoken] = useState<readonly string[]>([]);
  const before = useRef<readonly LiveCall[]>([]);
  useEffect(() => {
    const now = new Set(mine.map(({ id }) => id));
    const gone = before.current.filter(({ id, state }) => state === 'answered' && !now.has(id));
    before.current = mine;
    if (gone.length > 0) setSpoken((known) => [...new Set([...known, ...gone.map(({ id }) => id)])]);
  }, [mine]);
  return { spoken, forget: (id: string) => setSpoken((known) => known.filter((one) => one !== id)) };
}

/** What was chosen while it rang is said as soon as somebody speaks; with the call it goes. */
function useIntents(mine: readonly LiveCall[]) {
  const { t } = useTranslation('calls');
  const classify = useClassify();
  const fail = useFailure();
  const [intents, setIntents] = useState<ReadonlyMap<string, Intent>>(new Map());
  const change = (id: string, intent: Intent | null) =>
    setIntents((known) => {
      const next = new Map(known);
      if (intent === null) next.delete(id);
      else next.set(id, intent);
      return next;
    });
  const carryOut = useEffectEvent((calls: readonly LiveCall[]) => {
    for (const [id, { as }] of intents) {
      const call = calls.find((one) => one.id === id);
      if (call?.state === 'ringing') continue;
      change(id, null);
      if (call?.classification === null)
        classify(id, as).catch((error: unknown) => fail(error, t('classified.failed')));
    }
  });
  useEffect(() => carryOut(mine), [mine]);
  return { intents, intend: change };
}

/** The calls that this console shows: what rings at me, what I speak, and what I spoke and nobody has said what it was. */
export function useMyCalls() {
  const live = useLiveCalls();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const mine = useMemo(() => live.filter(({ is_mine }) => is_mine), [live]);
  const shown = useMemo(() => mine.filter(({ id }) => !hidden.has(id)), [mine, hidden]);
  return {
    shown,
    hide: (id: string) => setHidden((known) => new Set([...known, id])),
    ...useSpoken(mine),
    ...useIntents(mine),
  };
}
