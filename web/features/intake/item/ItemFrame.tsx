import { Link } from '@tanstack/react-router';
import { ArrowRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useIntakeSearch } from '../use-intake-search.ts';
import styles from './Item.module.css';

/** Where there is room for one pane the row that was chosen is now hidden, and the focus must not stay on it. */
function useFocusWhenAlone() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    const isLost =
      focused === null || focused === document.body || getComputedStyle(focused).visibility === 'hidden';
    if (isLost) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}

/** The pane of one row: its name, the ways back to the rows, and whatever is known of it. */
export function ItemFrame({ title, children }: { title: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('intake');
  const search = useIntakeSearch();
  const heading = useFocusWhenAlone();
  const id = useId();
  return (
    <article className={styles.item} aria-labelledby={id}>
      <header className={styles.head}>
        <Link to="/intake" search={search} className={styles.back} aria-label={t('item.back')}>
          <ArrowRight size={18} aria-hidden className={styles.backIcon} />
        </Link>
        <h1 id={id} ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        <Link
          to="/intake"
          search={search}
          className={styles.close}
          aria-label={t('item.close')}
          title={t('item.close')}
        >
          <X size={17} aria-hidden />
        </Link>
      </header>
      <div className={styles.body}>{children}</div>
    </article>
  );
}
