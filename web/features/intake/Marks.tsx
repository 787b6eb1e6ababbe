import {
  Ban,
  Braces,
  CircleCheck,
  CopyMinus,
  FileText,
  Hourglass,
  type LucideIcon,
  Mail,
  Microscope,
  Phone,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerRule } from '../../../shared/intake.ts';
import type { IntakeChannel, IntakeState } from './intake-search.ts';
import styles from './Marks.module.css';

const stateIcons: Record<IntakeState, LucideIcon> = {
  pending: Hourglass,
  ticket: CircleCheck,
  duplicate: CopyMinus,
  ignored: Trash2,
  rejected: Ban,
  quarantined: Microscope,
};

const channelIcons: Record<IntakeChannel, LucideIcon> = {
  email: Mail,
  phone: Phone,
  api: Braces,
  form: FileText,
};

/** What became of a thing that came in: icon and word. */
export function StateMark({ state, rule = null }: { state: IntakeState; rule?: LedgerRule | null }) {
  const { t } = useTranslation('intake');
  const Icon = stateIcons[state];
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={14} aria-hidden />
      {rule === null || state !== 'ignored' ? t(`state.${state}`) : t(`rule.${rule}.name`)}
    </span>
  );
}

/** How it came: icon and word. */
export function ChannelMark({ channel }: { channel: IntakeChannel }) {
  const { t } = useTranslation('intake');
  const Icon = channelIcons[channel];
  return (
    <span className={styles.channel}>
      <Icon size={14} aria-hidden />
      {t(`channel.${channel}`)}
    </span>
  );
}
