import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type LiveCall, useLiveCallsRefresh } from '../../../components/calls/call-queries.ts';
import { useNotifications } from '../../../components/calls/notify.ts';
import { partyOf } from '../../../components/calls/party.ts';
import { setTabMark } from '../../../components/tab-mark.ts';
import { useKeys } from '../../../components/useKeys.ts';
import { AskCard } from './AskCard.tsx';
import styles from './Pop.module.css';
import { PopCard } from './PopCard.tsx';
import { useMyCalls } from './use-my-calls.ts';

/** What rings, said where the page itself is not in sight: by the browser, and on its tab. */
function useRinging(calls: readonly LiveCall[]): readonly string[] {
  const { t } = useTranslation('calls');
  const rings = useMemo(
    () =>
      calls
        .filter(({ state, direction }) => state === 'ringing' && direction === 'in')
        .map((call) => {
          const { shown } = partyOf(call);
          const who = call.account?.name ?? (shown === '' ? t('withheld') : shown);
          return { id: call.id, title: t('pop.title', { who }), body: call.account === null ? '' : shown };
        }),
    [calls, t],
  );
  useNotifications(rings);
  const first = rings[0]?.title ?? null;
  useEffect(() => setTabMark(first === null ? null : `☎ ${first}`), [first]);
  useEffect(() => () => setTabMark(null), []);
  return rings.map(({ title }) => title);
}

/** A call rings at me: who it is, what they wait for, what can be done. Beside the work, never over it, and the focus stays. */
export function ScreenPop() {
  const { t } = useTranslation('calls');
  useLiveCallsRefresh(useQueryClient());
  const { shown, hide, spoken, forget, intents, intend } = useMyCalls();
  const said = useRinging(shown);
  const box = useRef<HTMLElement>(null);
  useKeys([
    {
      code: 'KeyC',
      label: t('keys.toCall'),
      isActive: shown.length > 0 || spoken.length > 0,
      run: () => box.current?.querySelector<HTMLElement>('[data-call]')?.focus(),
    },
  ]);
  return (
    <section ref={box} className={styles.pops} aria-label={t('pop.region')}>
      <p role="alert" className="visually-hidden">
        {said.join('. ')}
      </p>
      {shown.map((call) => (
        <PopCard
          key={call.id}
          call={call}
          intent={intents.get(call.id) ?? null}
          onIntend={(intent) => intend(call.id, intent)}
          onHide={() => hide(call.id)}
        />
      ))}
      {spoken.map((id) => (
        <AskCard key={id} id={id} onHide={() => forget(id)} />
      ))}
    </section>
  );
}
