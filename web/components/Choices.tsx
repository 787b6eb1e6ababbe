import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './Choices.module.css';

export interface Choice {
  key: string;
  label: string;
  search: object;
  isShown: boolean;
  /** How many there are, and the sentence that says so; said only when there are some. */
  count?: { shown: string; sentence: string } | undefined;
}

/** Scrolls the row of choices. Not by scrollIntoView(): after it Tab would go on from there, past the navigation. */
function bringIntoSight(chosen: Element): void {
  const row = chosen.closest('[data-scrolls]');
  if (row === null) return;
  const [inner, outer] = [chosen.getBoundingClientRect(), row.getBoundingClientRect()];
  const beyond = Math.max(0, inner.right - outer.right) || Math.min(0, inner.left - outer.left);
  row.scrollLeft += beyond;
}

/** One of several ways to look at a page; each is an address. */
export function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  const list = useRef<HTMLElement>(null);
  const place = choices.findIndex(({ isShown }) => isShown);
  // On a narrow screen the choices scroll, and the chosen one must be in sight; the first, "all", is no choice yet.
  useEffect(() => {
    const chosen = list.current?.querySelector('[data-shown]');
    if (place > 0 && chosen) bringIntoSight(chosen);
  }, [place]);
  return (
    <nav ref={list} className={styles.choices} aria-label={label}>
      {choices.map(({ key, label: word, search, isShown, count }) => (
        <Link
          key={key}
          to="."
          search={search as never}
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
