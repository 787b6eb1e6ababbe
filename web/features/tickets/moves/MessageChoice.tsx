import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { useWriterName } from '../actor-name.ts';
import styles from './MessageChoice.module.css';

const shownCharacters = 80;

function Label({ message }: { message: Message }) {
  const writerName = useWriterName();
  const words = message.text.replace(/\s+/g, ' ').trim().slice(0, shownCharacters);
  return (
    <span className={styles.label}>
      <span>
        <Auto>{writerName(message)}</Auto> · <Time at={message.created_at} shape="full" />
      </span>
      <span className={styles.words}>
        <Auto>{words}</Auto>
      </span>
    </span>
  );
}

interface Props {
  messages: readonly Message[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** Which messages of a ticket go; those that are loaded, the newest last. */
export function MessageChoice({ messages, chosen, onChange }: Props) {
  const { t } = useTranslation('moves');
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>{t('which')}</legend>
      {messages.map((message) => (
        <Checkbox
          key={message.id}
          checked={chosen.has(message.id)}
          onChange={(event) => toggle(message.id, event.currentTarget.checked)}
          label={<Label message={message} />}
        />
      ))}
    </fieldset>
  );
}
