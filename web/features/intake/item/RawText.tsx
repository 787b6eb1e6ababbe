import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { size } from '../../../i18n/format.ts';
import type { IntakeItem } from '../ledger-queries.ts';
import styles from './Item.module.css';

/** The server shows this much of the raw bytes. */
const shownBytes = 64 * 1024;

/** The thing as it came, to the letter; whole as a download. */
export function RawText({ item }: { item: IntakeItem }) {
  const { t } = useTranslation('intake');
  const { language } = usePlace();
  const id = `raw-${item.id}`;
  return (
    <div>
      <div className={styles.rawHead}>
        <h2 id={id} className={styles.heading}>
          {t('raw.title')}
        </h2>
        <a href={`/api/intake/${item.id}/raw`} download className={styles.download}>
          <Download size={15} aria-hidden />
          {t('raw.download')} <Ltr>({size(item.raw_bytes, language)})</Ltr>
        </a>
      </div>
      {item.raw_bytes > shownBytes ? (
        <p className={styles.hint}>{t('raw.cut', { size: `\u2066${size(shownBytes, language)}\u2069` })}</p>
      ) : null}
      {item.raw_text === '' ? (
        <p className={styles.hint}>{t('raw.empty')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <section className={styles.raw} aria-labelledby={id} tabIndex={0}>
          <pre dir="ltr">{item.raw_text}</pre>
        </section>
      )}
    </div>
  );
}
