import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './MessageView.module.css';

/** What a program wrote takes a line until somebody wants to read it. */
export function Folded({ children }: { children: ReactNode }) {
  const { t } = useTranslation('tickets');
  const [isOpen, setOpen] = useState(false);
  const Icon = isOpen ? ChevronUp : ChevronDown;
  return (
    <>
      {isOpen ? children : null}
      <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon size={14} aria-hidden />
        {t(isOpen ? 'conversation.fold' : 'conversation.unfold')}
      </button>
    </>
  );
}
