import { useTranslation } from 'react-i18next';
import { Ltr } from '../../../components/Isolates.tsx';
import type { IntakeItem } from '../ledger-queries.ts';
import styles from './Item.module.css';

const known = ['from', 'to', 'helo', 'remote_address'];
const isKnown = (name: string) => known.includes(name);
const rank = (name: string) => (isKnown(name) ? known.indexOf(name) : known.length);

const words = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(words).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** What the transport said, such as who the mail server says it is. */
export function Envelope({ envelope }: { envelope: IntakeItem['envelope'] }) {
  const { t } = useTranslation('intake');
  const lines = Object.entries(envelope).sort(([one], [other]) => rank(one) - rank(other));
  if (lines.length === 0) return null;
  return (
    <section>
      <h2 className={styles.heading}>{t('envelope.title')}</h2>
      <table className={styles.envelope}>
        <tbody>
          {lines.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{isKnown(name) ? t(`envelope.${name}`) : <Ltr>{name}</Ltr>}</th>
              <td>
                <Ltr>{words(value) || '—'}</Ltr>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
