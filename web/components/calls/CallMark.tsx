import {
  Moon,
  PhoneCall,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Voicemail,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/calls.ts';
import styles from './calls.module.css';
import { standingOf } from './party.ts';

type Marked = Pick<Call, 'state' | 'result' | 'direction' | 'is_missed' | 'is_blocked'>;

function iconOf({ state, result, direction, is_missed }: Marked) {
  if (state !== 'ended') return PhoneCall;
  if (result === 'voicemail') return Voicemail;
  if (result === 'out_of_hours') return Moon;
  if (is_missed) return PhoneMissed;
  if (result !== 'answered') return PhoneOff;
  return direction === 'in' ? PhoneIncoming : PhoneOutgoing;
}

/** Which way a call went and how it ended: an icon and words, and never the colour alone. */
export function CallMark({ call }: { call: Marked }) {
  const { t } = useTranslation('calls');
  const Icon = iconOf(call);
  const tone = call.is_missed ? 'missed' : call.state === 'ended' ? 'done' : 'live';
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon size={14} aria-hidden />
      <span>
        {t(`direction.${call.direction}`)} · {t(`standing.${standingOf(call)}`)}
      </span>
    </span>
  );
}
