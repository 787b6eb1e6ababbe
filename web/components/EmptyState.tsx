import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './states.module.css';

interface Props {
  icon: LucideIcon;
  title: string;
  /** What this page will show, and the one step that fills it. */
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands where a list has nothing: it teaches. */
export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className={styles.state}>
      <Icon size={32} strokeWidth={1.5} aria-hidden className={styles.icon} />
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <div className={styles.words}>{children}</div>}
      {action}
    </div>
  );
}
