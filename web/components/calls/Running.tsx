import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/calls.ts';
import { Ltr } from '../Isolates.tsx';
import { spanOf } from './party.ts';

const tickMilliseconds = 1000;

/** How long it rings or is spoken, counting. Silent to a screen reader: it would read every second. */
export function Running({ call }: { call: Pick<Call, 'state' | 'started_at' | 'answered_at'> }) {
  const { t } = useTranslation('calls');
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), tickMilliseconds);
    return () => window.clearInterval(timer);
  }, []);
  const since = Date.parse(call.answered_at ?? call.started_at);
  return (
    <span role="timer" aria-live="off" aria-label={t(call.state === 'ringing' ? 'ringsFor' : 'spokenFor')}>
      <Ltr>{spanOf((now - since) / 1000)}</Ltr>
    </span>
  );
}
