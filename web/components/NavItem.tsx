import { Link, type LinkProps, useRouterState } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import styles from './Shell.module.css';

interface Props {
  to: NonNullable<LinkProps['to']>;
  icon: LucideIcon;
  label: string;
  /** A number beside the label and the sentence that says what it counts. */
  count?: { value: number; sentence: string; isWarning?: boolean };
  /** An address below this page that has an item of its own. */
  except?: string;
}

/** A page in the navigation. */
export function NavItem({ to, icon: Icon, label, count, except }: Props) {
  const isElsewhere = useRouterState({ select: ({ location }) => location.pathname === except });
  const isCounted = count !== undefined && count.value > 0;
  return (
    <li>
      <Link
        to={to}
        className={styles.item}
        activeOptions={{ exact: isElsewhere, includeSearch: false }}
        title={label}
      >
        <Icon size={19} strokeWidth={1.8} aria-hidden />
        <span className={styles.itemLabel}>{label}</span>
        {isCounted ? (
          <span className={count.isWarning === true ? styles.warning : styles.count}>
            <span aria-hidden>{count.value >= 1000 ? '999+' : count.value}</span>
            <span className="visually-hidden">{count.sentence}</span>
          </span>
        ) : null}
      </Link>
    </li>
  );
}
