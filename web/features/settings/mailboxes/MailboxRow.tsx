import { Button } from '@mantine/core';
import { Eye, EyeOff, History, LogIn, MailCheck, Pencil, PlugZap, Send, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Provider, providers } from '../../../../shared/mail-apps.ts';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { Time } from '../../../components/Time.tsx';
import { RowMenu } from '../RowMenu.tsx';
import settings from '../Settings.module.css';
import { ConnectionState } from './ConnectionState.tsx';
import { SenderState } from './SenderState.tsx';

export type MailboxAction =
  | 'edit'
  | 'acknowledge'
  | 'deactivate'
  | 'reactivate'
  | 'connect'
  | Provider
  | 'sender'
  | 'history'
  | 'disconnect';

interface Props {
  mailbox: Mailbox;
  onAction: (action: MailboxAction) => void;
}

function MailboxMenu({ mailbox: { name, is_active, connection, authorization }, onAction }: Props) {
  const { t } = useTranslation('settings');
  return (
    <RowMenu
      name={name}
      actions={[
        { icon: Pencil, label: t('edit'), run: () => onAction('edit') },
        { icon: MailCheck, label: t('acknowledgement.menu'), run: () => onAction('acknowledge') },
        {
          icon: PlugZap,
          label: t(connection === null ? 'connection.add' : 'connection.change'),
          run: () => onAction('connect'),
        },
        ...providers.map((provider) => ({
          icon: LogIn,
          label: t(authorization?.provider === provider ? 'mail:connect.again' : 'mail:connect.menu', {
            provider: t(`mail:providers.${provider}`),
          }),
          run: () => onAction(provider),
        })),
        { icon: Send, label: t('mail:sender.menu'), run: () => onAction('sender') },
        {
          icon: History,
          label: t(connection?.mode === 'observe' ? 'connection.historyAndStart' : 'connection.historyOnly'),
          run: () => onAction('history'),
          isOffered: connection !== null,
        },
        {
          icon: Unplug,
          label: t('connection.disconnect'),
          run: () => onAction('disconnect'),
          isDangerous: true,
          isOffered: connection !== null,
        },
        {
          icon: EyeOff,
          label: t('deactivate'),
          run: () => onAction('deactivate'),
          isDangerous: true,
          isOffered: is_active,
        },
        { icon: Eye, label: t('reactivate'), run: () => onAction('reactivate'), isOffered: !is_active },
      ]}
    />
  );
}

/** How it is read, with whose leave, and how it sends. */
function States({ mailbox: { connection, authorization, sender } }: Pick<Props, 'mailbox'>) {
  const { t } = useTranslation('mail');
  return (
    <>
      {connection === null ? null : <ConnectionState connection={connection} />}
      {authorization === null ? null : (
        <p>
          {t(`connect.by_${authorization.kind}`, { provider: t(`providers.${authorization.provider}`) })} ·{' '}
          <Ltr>{authorization.username}</Ltr>
        </p>
      )}
      {sender === null ? null : <SenderState sender={sender} />}
    </>
  );
}

/** What mends a mailbox whose provider lets us in no longer, in plain sight. */
function SignInAgain({ mailbox: { authorization, connection, sender }, onAction }: Props) {
  const { t } = useTranslation('mail');
  const isNeeded = [connection, sender].some((part) => part?.problem === 'oauth_sign_in_needed');
  if (authorization === null || !isNeeded) return null;
  return (
    <Button size="compact-sm" mt={4} me={8} onClick={() => onAction(authorization.provider)}>
      {t('connect.again', { provider: t(`providers.${authorization.provider}`) })}
    </Button>
  );
}

/** A mailbox: its addresses, and what its mail becomes. */
export function MailboxRow({ mailbox, onAction }: Props) {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const { department_id, priority_id, last_received_at } = mailbox;
  return (
    <li className={mailbox.is_active ? undefined : settings.inactive}>
      <div className={settings.main}>
        <strong>
          <Auto>{mailbox.name}</Auto>
        </strong>
        {mailbox.is_active ? null : <span className={settings.mark}>{t('inactive')}</span>}
        {mailbox.addresses.map((address, index) => (
          <p key={address}>
            <Ltr>{address}</Ltr>
            {index === 0 && mailbox.addresses.length > 1 ? ` · ${t('mailboxes.sendsFrom')}` : ''}
          </p>
        ))}
      </div>
      <div className={settings.side}>
        <div className={settings.tags}>
          {department_id === null ? null : (
            <span className={settings.mark}>
              <ListName list="departments" id={department_id} />
            </span>
          )}
          {priority_id === null ? null : (
            <span className={settings.mark}>
              <ListName list="priorities" id={priority_id} />
            </span>
          )}
        </div>
        <p>
          {last_received_at === null ? (
            t('mailboxes.never')
          ) : (
            <>
              {t('mailboxes.last')} <Time at={last_received_at} />
            </>
          )}
        </p>
        <States mailbox={mailbox} />
        {isWriter ? <SignInAgain mailbox={mailbox} onAction={onAction} /> : null}
        {isWriter && mailbox.connection?.mode === 'observe' ? (
          <Button size="compact-sm" variant="light" mt={4} onClick={() => onAction('history')}>
            {t('connection.historyAndStart')}
          </Button>
        ) : null}
      </div>
      {isWriter ? (
        <div className={settings.tools}>
          <MailboxMenu mailbox={mailbox} onAction={onAction} />
        </div>
      ) : null}
    </li>
  );
}
