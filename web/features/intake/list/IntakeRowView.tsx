import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeRow } from '../../../../shared/intake.ts';
import { problemTexts } from '../../../../shared/problem-texts.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { LinkAbove, PaneLink, PaneRow } from '../../../components/PaneRow.tsx';
import { usePlace } from '../../../components/place.ts';
import { Time } from '../../../components/Time.tsx';
import { SubjectLine } from '../../../components/Words.tsx';
import type { IntakeSearch } from '../intake-search.ts';
import { ChannelMark, StateMark } from '../Marks.tsx';
import { namelessOf } from '../nameless.ts';
import { refusalOf, ruleOf } from '../refusal.ts';
import styles from './IntakeRowView.module.css';

/** Where the thing is now: the ticket it became, or the row that it repeats. */
function Outcome({ row, search }: { row: IntakeRow; search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  if (row.ticket_number !== null) {
    const number = String(row.ticket_number);
    return (
      <LinkAbove to={{ to: '/tickets/$number', params: { number } }} title={t('row.toTicket', { number })}>
        <Ltr>#{number}</Ltr>
      </LinkAbove>
    );
  }
  if (row.duplicate_of !== null) {
    return (
      <LinkAbove to={{ to: '/intake/$id', params: { id: row.duplicate_of }, search }}>
        {t('row.toFirst')}
      </LinkAbove>
    );
  }
  return null;
}

/** A thing that nothing could read has no title: why it is here tells it from its neighbours. */
function Untitled({ row }: { row: IntakeRow }) {
  const { t } = useTranslation('intake');
  const refusal = row.reason === null ? null : refusalOf(row.reason);
  const { language } = usePlace();
  const why = refusal === null ? row.reason : problemTexts[refusal.code][language === 'en' ? 'en' : 'he'];
  return (
    <>
      {t(namelessOf(row))}
      {why === null ? null : (
        <>
          {' · '}
          <Auto>{why}</Auto>
        </>
      )}
    </>
  );
}

interface Props {
  row: IntakeRow;
  search: IntakeSearch;
  isOpen: boolean;
  onNear: (id: string) => void;
}

/** One thing that came in. Its title is the link; the whole row leads there. */
export const IntakeRowView = memo(function IntakeRowView({ row, search, isOpen, onNear }: Props) {
  const { t } = useTranslation('intake');
  const title = row.title?.trim() ?? '';
  return (
    <PaneRow isOpen={isOpen} className={styles.row}>
      <span className={styles.state}>
        <StateMark state={row.state} rule={ruleOf(row.reason)} />
      </span>
      <PaneLink
        pane={{ to: '/intake/$id', params: { id: row.id }, search }}
        isOpen={isOpen}
        className={title === '' ? `${styles.title} ${styles.untitled}` : styles.title}
        onNear={() => onNear(row.id)}
      >
        {title === '' ? <Untitled row={row} /> : <SubjectLine subject={title} />}
      </PaneLink>
      <span className={styles.when}>
        <Time at={row.received_at} shape="short" />
      </span>
      <span className={styles.sender}>
        {row.sender === null ? (
          t('row.nobody')
        ) : (
          <bdi dir="auto" className={styles.senderName}>
            {row.sender}
          </bdi>
        )}
      </span>
      <span className={styles.source}>
        <ChannelMark channel={row.channel} />
        {row.source === '' ? null : (
          <span className={styles.sourceName} title={row.source}>
            <Auto>{row.source}</Auto>
          </span>
        )}
      </span>
      <span className={styles.place}>
        <Outcome row={row} search={search} />
      </span>
    </PaneRow>
  );
});
