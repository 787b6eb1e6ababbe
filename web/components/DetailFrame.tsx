import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './DetailFrame.module.css';

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

interface Props {
  title: ReactNode;
  /** The address of the rows without an open one. */
  list: LinkProps;
  backLabel: string;
  closeLabel: string;
  children: ReactNode;
}

/** The pane of one row: its name, the ways back to the rows, and whatever is known of it. */
export function DetailFrame({ title, list, backLabel, closeLabel, children }: Props) {
  const heading = useFocusWhenAlone();
  const id = useId();
  return (
    <article className={styles.frame} aria-labelledby={id}>
      <header className={styles.head}>
        <Link {...list} className={styles.back} aria-label={backLabel}>
          <ArrowRight size={18} aria-hidden className={styles.backIcon} />
        </Link>
        <h1 id={id} ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        <Link {...list} className={styles.close} aria-label={closeLabel} title={closeLabel}>
          <X size={17} aria-hidden />
        </Link>
      </header>
      <div className={styles.body}>{children}</div>
    </article>
  );
}
