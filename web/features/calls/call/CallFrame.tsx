import { Link } from '@tanstack/react-router';
import { ArrowRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallsSearch } from '../use-calls.ts';
import styles from './Call.module.css';

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

/** The pane of one call: who it was, the ways back to the list, and whatever is known of it. */
export function CallFrame({ title, children }: { title: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('calls');
  const search = useCallsSearch();
  const heading = useFocusWhenAlone();
  const id = useId();
  return (
    <article className={styles.call} aria-labelledby={id}>
      <header className={styles.head}>
        <Link to="/calls" search={search} className={styles.back} aria-label={t('call.back')}>
          <ArrowRight size={18} aria-hidden className={styles.backIcon} />
        </Link>
        <h1 id={id} ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        <Link
          to="/calls"
          search={search}
          className={styles.close}
          aria-label={t('call.close')}
          title={t('call.close')}
        >
          <X size={17} aria-hidden />
        </Link>
      </header>
      <div className={styles.body}>{children}</div>
    </article>
  );
}
