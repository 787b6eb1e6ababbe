import { useTranslation } from 'react-i18next';
import { subjectDirection } from '../../components/text-direction.ts';
import { SubjectLine, Words } from '../../components/Words.tsx';
import styles from './SubjectText.module.css';

/** A ticket's subject in its own direction; in words when it has none, so that there is always something to click. */
export function SubjectText({ subject, isOneLine = false }: { subject: string; isOneLine?: boolean }) {
  const { t } = useTranslation('tickets');
  if (subject.trim() === '') return <span className={styles.none}>{t('noSubject')}</span>;
  if (isOneLine) return <SubjectLine subject={subject} />;
  return (
    <bdi dir={subjectDirection(subject)}>
      <Words text={subject} />
    </bdi>
  );
}
