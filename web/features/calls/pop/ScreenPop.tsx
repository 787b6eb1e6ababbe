import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api-queries.ts';
import { useLiveCallsRefresh } from '../../../components/calls/call-queries.ts';
import { useNotifications } from '../../../components/calls/notify.ts';
import { isolatedNumber, partyOf } from '../../../components/calls/party.ts';
import { setTabMark } from '../../../components/tab-mark.ts';
import { useKeys } from '../../../components/useKeys.ts';
import type { Card } from './cards.ts';
import styles from './Pop.module.css';
import { PopCard } from './PopCard.tsx';
import { useMyCalls } from './use-my-calls.ts';

/** Of the calls that nobody said anything about, the newest; the others are in their list. */
const mostSpoken = 2;

const cardIn = (box: RefObject<HTMLElement | null>, id: string) =>
  box.current?.querySelector<HTMLElement>(`[data-call="${id}"]`);

/** What rings, said where the page itself is not in sight: by the browser, and on its tab. */
function useRinging(cards: readonly Card[], onOpen: (id: string) => void) {
  const { t } = useTranslation('calls');
  const rings = useMemo(
    () =>
      cards
        .filter(({ phase, call }) => phase === 'ringing' && call.direction === 'in')
        .map(({ id, call }) => {
          const shown = isolatedNumber(partyOf(call).shown);
          const name = call.account === null ? null : `\u2068${call.account.name}\u2069`;
          const who = name ?? (shown === '' ? t('withheld') : shown);
          return { id, title: t('pop.title', { who }), body: name === null ? '' : shown };
        }),
    [cards, t],
  );
  useNotifications(rings, onOpen);
  const first = rings[0]?.title ?? null;
  useEffect(() => setTabMark(first === null ? null : `☎ ${first}`), [first]);
  useEffect(() => () => setTabMark(null), []);
  return rings;
}

/** Each ring is read out once, as it was when it began; what becomes of it meanwhile interrupts nobody. */
function Said({ rings }: { rings: ReturnType<typeof useRinging> }) {
  const first = useRef(new Map<string, string>());
  for (const { id, title } of rings) if (!first.current.has(id)) first.current.set(id, title);
  return (
    <div role="alert" aria-atomic={false} aria-relevant="additions" className="visually-hidden">
      {rings.map(({ id }) => (
        <p key={id}>{first.current.get(id)}</p>
      ))}
    </div>
  );
}

/** The keyboard goes from one card to the next and round; it comes here only when it is asked to. */
function toNextCard(box: HTMLElement | null): void {
  const cards = [...(box?.querySelectorAll<HTMLElement>('[data-call]') ?? [])];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  cards[(at + 1) % cards.length]?.focus();
}

function Others({ many }: { many: number }) {
  const { t } = useTranslation('calls');
  const { user } = useSession();
  if (many === 0) return null;
  return (
    <p className={styles.others}>
      <Link to="/calls" search={{ show: 'unclassified', user: user.id }}>
        {t('pop.others', { count: many })}
      </Link>
    </p>
  );
}

/** A call rings at me: who it is, what they wait for, what can be done. Beside the work, and the focus stays where it is. */
export function ScreenPop() {
  const { t } = useTranslation('calls');
  useLiveCallsRefresh(useQueryClient());
  const { shown, hide, intents, intend } = useMyCalls();
  const box = useRef<HTMLElement>(null);
  const rings = useRinging(shown, (id) => cardIn(box, id)?.focus());
  const newest = rings.at(-1)?.id;
  useEffect(() => {
    if (newest !== undefined) cardIn(box, newest)?.scrollIntoView({ block: 'start' });
  }, [newest]);
  useKeys([
    {
      code: 'KeyC',
      label: t('keys.toCall'),
      isActive: shown.length > 0,
      run: () => toNextCard(box.current),
    },
  ]);
  const spoken = shown.filter(({ phase }) => phase === 'spoken');
  const folded = new Set(spoken.slice(0, Math.max(0, spoken.length - mostSpoken)));
  return (
    <section ref={box} className={styles.pops} aria-label={t('pop.region')}>
      <Said rings={rings} />
      <Others many={folded.size} />
      {shown
        .filter((card) => !folded.has(card))
        .map((card) => (
          <PopCard
            key={card.id}
            card={card}
            intent={intents.get(card.id) ?? null}
            onIntend={(intent) => intend(card.id, intent)}
            onHide={() => hide(card)}
          />
        ))}
    </section>
  );
}
