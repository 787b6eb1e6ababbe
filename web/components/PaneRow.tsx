import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './PaneRow.module.css';

interface Props {
  isOpen: boolean;
  /** Says where the cells stand. */
  className: string | undefined;
  children: ReactNode;
}

/** A row of which one cell is a link to its pane; the whole row leads there. */
export function PaneRow({ isOpen, className, children }: Props) {
  return (
    <div className={`${styles.row} ${className}`} data-open={isOpen || undefined}>
      {children}
    </div>
  );
}

/** The link that covers its row. */
export function PaneLink({
  pane,
  isOpen,
  className,
  onNear,
  children,
}: Props & { pane: LinkProps; onNear: () => void }) {
  return (
    <Link
      {...pane}
      className={`${styles.link} ${className}`}
      aria-current={isOpen ? 'page' : undefined}
      onFocus={onNear}
    >
      {children}
    </Link>
  );
}

/** A link to elsewhere, in a row that itself leads to its pane. */
export function LinkAbove({ to, title, children }: { to: LinkProps; title?: string; children: ReactNode }) {
  return (
    <Link {...to} className={styles.above} title={title}>
      {children}
    </Link>
  );
}
