import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Ltr } from './Isolates.tsx';
import styles from './KeyList.module.css';
import { keyCap, useKeyList } from './useKeys.ts';

/** The keyboard commands that mean something on the screen right now. */
export function KeyList() {
  const { t } = useTranslation();
  const commands = useKeyList();
  return (
    <>
      <p className={styles.intro}>{t('keys.intro')}</p>
      <dl className={styles.list}>
        <div>
          <dt>
            <Ltr>
              <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
            </Ltr>
          </dt>
          <dd>{t('keys.palette')}</dd>
        </div>
        {commands.map((command) => (
          <div key={`${command.code} ${command.shift}`}>
            <dt>
              <Ltr>
                <Kbd>{keyCap(command)}</Kbd>
              </Ltr>
            </dt>
            <dd>{command.label}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
