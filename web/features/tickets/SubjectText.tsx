import { useTranslation } from 'react-i18next';
import { subjectDirection } from '../../components/text-direction.ts';
import styles from './SubjectText.module.css';

/** A ticket's subject in its own direction; in words when it has none, so that there is always something to click. */
export function SubjectText({ subject }: { subject: string }) {
  const { t } = useTranslation('tickets');
  if (subject.trim() === '') return <span className={styles.none}>{t('noSubject')}</span>;
  return <bdi dir={subjectDirection(subject)}>{subject}</bdi>;
}
