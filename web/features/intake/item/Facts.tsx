import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../../components/Instant.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { number, size } from '../../../i18n/format.ts';
import type { IntakeItem } from '../ledger-queries.ts';
import { ChannelMark } from '../Marks.tsx';
import { CopyText } from './CopyText.tsx';
import styles from './Item.module.css';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Everything the ledger knows of an item besides its contents. */
export function Facts({ item }: { item: IntakeItem }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  return (
    <dl className={styles.facts} aria-label={t('facts.label')}>
      <Fact name={t('facts.received')}>
        <Instant at={item.received_at} />
      </Fact>
      <Fact name={t('facts.settled')}>
        {item.settled_at === null ? t('facts.notSettled') : <Instant at={item.settled_at} />}
      </Fact>
      <Fact name={t('facts.channel')}>
        <ChannelMark channel={item.channel} />
      </Fact>
      <Fact name={t('facts.source')}>{item.source === '' ? '—' : <Auto>{item.source}</Auto>}</Fact>
      <Fact name={t('facts.sender')}>{item.sender === null ? '—' : <Auto>{item.sender}</Auto>}</Fact>
      <Fact name={t('facts.attempts')}>
        <Ltr>{number(item.attempts, language)}</Ltr>
      </Fact>
      <Fact name={t('facts.size')}>
        <Ltr>{size(item.raw_bytes, language)}</Ltr>
      </Fact>
      <Fact name={t('facts.mediaType')}>
        <Ltr>{item.media_type === '' ? '—' : item.media_type}</Ltr>
      </Fact>
      <Fact name={t('facts.id')}>
        <CopyText text={item.id} label={t('facts.copyId')} />
      </Fact>
      <Fact name="SHA-256">
        <CopyText text={item.raw_sha256} label={t('facts.copyHash')} />
      </Fact>
    </dl>
  );
}
