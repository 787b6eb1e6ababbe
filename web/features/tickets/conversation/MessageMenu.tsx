import { Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { useSession } from '../../../api-queries.ts';
import { useActorName } from '../actor-name.ts';
import styles from './MessageMenu.module.css';
import { type MessageAction, messageActions } from './message-actions.ts';

/** What can be done with one message; nothing is drawn where nothing can. */
export function MessageMenu({ message, ticketNumber }: { message: Message; ticketNumber: number }) {
  const { t } = useTranslation('tickets');
  const { permissions, user } = useSession();
  const actorName = useActorName();
  const button = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<MessageAction | null>(null);
  const offered = messageActions.filter(
    ({ needs, isOffered }) => permissions.includes(needs) && isOffered(message),
  );
  if (offered.length === 0) return null;
  const choose = (action: MessageAction) => {
    // The item is gone when a dialog that it opened closes; the keyboard comes back to where it came from.
    button.current?.focus();
    if (action.Dialog !== undefined) setAsked(action);
    action.run?.({ message, ticketNumber, userId: user.id, t: (key) => t(key as 'messageMenu.copied') });
  };
  const label = t('messageMenu.label', { name: actorName(message.author) });
  return (
    <>
      <Menu position="bottom-end" keepMounted={false}>
        <Menu.Target>
          <button ref={button} type="button" className={styles.button} aria-label={label} title={label}>
            <Ellipsis size={16} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((action) => (
            <Menu.Item
              key={action.key}
              leftSection={<action.icon size={15} aria-hidden />}
              {...(action.isDangerous === true ? { color: 'var(--pn-late)' } : {})}
              onClick={() => choose(action)}
            >
              {t(`messageMenu.${action.key}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked?.Dialog === undefined ? null : (
        <asked.Dialog message={message} ticketNumber={ticketNumber} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
