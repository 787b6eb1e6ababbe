import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './ListPage.module.css';
import { useKeys } from './useKeys.ts';
import { usePageTitle } from './usePageTitle.ts';

interface Props {
  title: string;
  head: ReactNode;
  /** The row that the address names. */
  openId: string | null;
  /** What closing the open row is called in the list of keys. */
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
}

/** A page of rows, and beside them whatever the address names; where there is room for one of the two, only that. */
export function ListPage({ title, head, openId, closeLabel, onClose, children }: Props) {
  const isOpen = openId !== null;
  usePageTitle(title);
  useKeys([{ code: 'Escape', label: closeLabel, isActive: isOpen, run: onClose }]);
  return (
    <div className={styles.page} data-pane={isOpen ? 'open' : 'list'}>
      <div className={styles.head}>{head}</div>
      <div className={styles.panes}>
        <section className={styles.list} aria-label={title}>
          {children}
        </section>
        {isOpen ? (
          <div className={styles.open}>
            <Outlet />
          </div>
        ) : null}
      </div>
    </div>
  );
}
