import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './Choices.module.css';
import type { IntakeSearch } from './intake-search.ts';

export interface Choice {
  key: string;
  label: string;
  search: IntakeSearch;
  isShown: boolean;
  /** How many there are, and the sentence that says so; said only when there are some. */
  count?: { shown: string; sentence: string } | undefined;
}

/** One of several ways to look at the ledger; each is an address. */
export function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  const list = useRef<HTMLElement>(null);
  const place = choices.findIndex(({ isShown }) => isShown);
  // On a narrow screen the choices scroll, and the chosen one must be in sight; the first, "all", is no choice yet.
  useEffect(() => {
    if (place < 1) return;
    list.current?.querySelector('[data-shown]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [place]);
  return (
    <nav ref={list} className={styles.choices} aria-label={label}>
      {choices.map(({ key, label: word, search, isShown, count }) => (
        <Link
          key={key}
          to="."
          search={search}
          replace
          className={styles.choice}
          activeProps={{}}
          aria-current={isShown ? 'true' : undefined}
          data-shown={isShown || undefined}
        >
          {word}
          {count === undefined ? null : (
            <span className={styles.count}>
              <bdi dir="ltr" aria-hidden>
                {count.shown}
              </bdi>
              <span className="visually-hidden">{count.sentence}</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
