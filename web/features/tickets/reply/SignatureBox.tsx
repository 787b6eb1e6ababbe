import { Textarea } from '@mantine/core';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { templateLimits } from '../../../../shared/templates.ts';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './Composer.module.css';

interface Props {
  /** What stands below this mail. */
  text: string;
  onChange: (next: string) => void;
}

/** What stands below the reply, in grey and open to change: it is sent as it is seen. */
export function SignatureBox({ text, onChange }: Props) {
  const { t } = useTranslation('templates');
  return (
    <div className={styles.signature}>
      <Textarea
        aria-label={t('signatures.text')}
        variant="unstyled"
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={templateLimits.signature * 2}
        value={text}
        dir={dirOf(text)}
        classNames={{ root: styles.signatureRoot ?? '', input: styles.signatureText ?? '' }}
        onChange={({ currentTarget: { value } }) => onChange(value)}
      />
      <button
        type="button"
        className={styles.iconOnly}
        aria-label={t('sending:signature.remove')}
        title={t('sending:signature.remove')}
        onClick={() => onChange('')}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
