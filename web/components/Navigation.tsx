import { useQuery } from '@tanstack/react-query';
import { Inbox, Phone, Plus, ScrollText, Settings } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCounts, useMay } from '../api-queries.ts';
import { callCountsQuery } from './calls/call-queries.ts';
import { NavItem } from './NavItem.tsx';
import styles from './Shell.module.css';

/** The pages that this user may see. */
export function Navigation() {
  const { t } = useTranslation();
  const counts = useCounts();
  const waiting = counts?.waiting ?? 0;
  const quarantined = counts?.quarantined ?? 0;
  const unclassified = useQuery(callCountsQuery).data?.unclassified ?? 0;
  const may = {
    open: useMay('tickets:write'),
    intake: useMay('intake:read'),
    settings: useMay('settings:read'),
  };
  return (
    <ul className={styles.items}>
      <NavItem
        to="/tickets"
        except="/tickets/new"
        icon={Inbox}
        label={t('nav.tickets')}
        count={{ value: waiting, sentence: t('nav.waiting', { count: waiting }) }}
      />
      {may.open ? <NavItem to="/tickets/new" icon={Plus} label={t('nav.newTicket')} /> : null}
      <NavItem
        to="/calls"
        icon={Phone}
        label={t('nav.calls')}
        count={{
          value: unclassified,
          sentence: t('nav.unclassified', { count: unclassified }),
          isWarning: true,
        }}
      />
      {may.intake ? (
        <NavItem
          to="/intake"
          icon={ScrollText}
          label={t('nav.intake')}
          count={{
            value: quarantined,
            sentence: t('nav.quarantined', { count: quarantined }),
            isWarning: true,
          }}
        />
      ) : null}
      {may.settings ? <NavItem to="/settings" icon={Settings} label={t('nav.settings')} /> : null}
    </ul>
  );
}
