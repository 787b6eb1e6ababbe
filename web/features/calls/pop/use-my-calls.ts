import { useSessionStorage } from '@mantine/hooks';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LiveCall, useLiveCalls } from '../../../components/calls/call-queries.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useClassify } from '../decision/use-classify.ts';
import { type Card, cardsAfter, type Intent } from './cards.ts';

/** What was chosen while it rang is said as soon as somebody here speaks; where nobody does, the card says that it was not. */
function useIntents(cards: readonly Card[]) {
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
  const carryOut = useEffectEvent((shown: readonly Card[]) => {
    for (const [id, { as }] of intents) {
      const card = shown.find((one) => one.id === id);
      if (card?.phase !== 'speaking' && card?.phase !== 'spoken') continue;
      change(id, null);
      if (card.call.classification === null)
        classify(id, as).catch((error: unknown) => fail(error, t('classified.failed')));
    }
  });
  useEffect(() => carryOut(cards), [cards]);
  return { intents, intend: change };
}

const mostHidden = 200;

/** Whose place a card keeps: of a call that is hidden while it rings, the next word is heard again. */
const hiddenKey = ({ id, phase }: Pick<Card, 'id' | 'phase'>) => `${id} ${phase}`;

/** The calls that this console shows: what rings at me, what I speak, what I spoke and nobody said what it was, and what went elsewhere. */
export function useMyCalls() {
  const live: readonly LiveCall[] = useLiveCalls();
  const [cards, setCards] = useState<readonly Card[]>([]);
  // As long as this tab lives, also when its page is read anew.
  const [hidden, setHidden] = useSessionStorage<readonly string[]>({
    key: 'pniya-hidden-calls',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  useEffect(() => setCards((known) => cardsAfter(known, live)), [live]);
  const hide = (card: Card) => {
    setHidden((known) => [...known, hiddenKey(card), `${card.id} left`].slice(-mostHidden));
    if (card.phase === 'left' || card.phase === 'spoken')
      setCards((known) => known.filter(({ id }) => id !== card.id));
  };
  return { shown: cards.filter((card) => !hidden.includes(hiddenKey(card))), hide, ...useIntents(cards) };
}
