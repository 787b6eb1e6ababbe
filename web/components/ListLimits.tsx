import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './ListLimits.module.css';

interface Props {
  /** What the address asks once the limits are gone. */
  others: object;
  allLabel: string;
  children: ReactNode;
}

/** What the rows are limited to besides the filters that are in sight, and the way to all of them. */
export function ListLimits({ others, allLabel, children }: Props) {
  return (
    <p className={styles.limits}>
      <span>{children}</span>
      <Link to="." search={others as never} replace>
        {allLabel}
      </Link>
    </p>
  );
}
