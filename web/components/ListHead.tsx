import { Fragment, type ReactNode } from 'react';
import { type Choice, Choices } from './Choices.tsx';
import styles from './ListHead.module.css';

interface Props {
  title: string;
  /** Beside an open row the page is that row's, and so is its heading. */
  isWholePage: boolean;
  /** What stands in one line with the title. */
  beside: ReactNode;
  hasFields?: boolean;
  filters: readonly { label: string; choices: readonly Choice[] }[];
  children?: ReactNode;
}

/** The name of a page of rows, what is said of all of them, and what narrows them. */
export function ListHead({ title, isWholePage, beside, hasFields = false, filters, children }: Props) {
  const Title = isWholePage ? 'h1' : 'p';
  return (
    <header className={styles.head}>
      <div className={styles.top} data-fields={hasFields || undefined}>
        <Title className={styles.title}>{title}</Title>
        {beside}
      </div>
      {children}
      <div className={styles.filters} data-scrolls>
        {filters.map(({ label, choices }, place) => (
          <Fragment key={label}>
            {place === 0 ? null : <span className={styles.divider} aria-hidden />}
            <Choices label={label} choices={choices} />
          </Fragment>
        ))}
      </div>
    </header>
  );
}
