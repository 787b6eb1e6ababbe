import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import type { Message } from '../../../../shared/messages.ts';
import { readRendered } from '../../../../shared/sending.ts';
import { call } from '../../../api.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import { size } from '../../../i18n/format.ts';
import styles from './ReceivedDialog.module.css';
import { useContentFrame } from './use-content-frame.ts';

type Rendered = AnswerOf<typeof readRendered>;

const first = ['From', 'To', 'Cc', 'Subject', 'Date'];

/** What people look for first, then the rest as it stands in the mail. */
function sorted(headers: Rendered['headers']): Rendered['headers'] {
  const rank = (name: string) => (first.indexOf(name) + 1 || first.length + 1) - 1;
  return headers.toSorted((one, other) => rank(one.name) - rank(other.name));
}

function Headers({ headers }: Pick<Rendered, 'headers'>) {
  const { t } = useTranslation('sending');
  return (
    <dl className={styles.headers} aria-label={t('received.headers')} tabIndex={0}>
      {sorted(headers).map(({ name, value }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: headers repeat, and never change
        <div key={place}>
          <dt>
            <Ltr>{name}</Ltr>
          </dt>
          <dd dir={name === 'Subject' ? dirOf(value) : 'ltr'}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Frame({ messageId }: { messageId: string }) {
  const { t } = useTranslation('sending');
  const { frame, height, least, onLoad } = useContentFrame();
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      style={{ blockSize: height ?? least }}
      src={`/api/messages/${messageId}/rendered/html`}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      title={t('received.frame')}
      onLoad={onLoad}
    />
  );
}

function Mail({ message, mail }: { message: Message; mail: Rendered }) {
  const { t, i18n } = useTranslation('sending');
  const [shape, setShape] = useState<'html' | 'text'>(mail.html === null ? 'text' : 'html');
  const sizeOf = (bytes: number) => `\u2066${size(bytes, i18n.language)}\u2069`;
  return (
    <div className={styles.mail}>
      <Headers headers={mail.headers} />
      {mail.html === null ? null : (
        <SegmentedControl
          size="xs"
          aria-label={t('received.title')}
          value={shape}
          onChange={(next) => setShape(next === 'text' ? 'text' : 'html')}
          data={[
            { value: 'html', label: t('received.html') },
            { value: 'text', label: t('received.text') },
          ]}
        />
      )}
      {shape === 'html' ? (
        <Frame messageId={message.id} />
      ) : (
        <pre className={styles.text} dir={dirOf(mail.text)}>
          {mail.text}
        </pre>
      )}
      {mail.attachments.length === 0 ? null : (
        <ul className={styles.files} aria-label={t('received.files')}>
          {mail.attachments.map(({ name, size_bytes }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: files may have one name, and never change
            <li key={place}>
              <Ltr>{name}</Ltr> · {sizeOf(size_bytes)}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.foot}>
        <span>{t('received.size', { size: sizeOf(mail.size_bytes) })}</span>
        <Button
          component="a"
          href={`/api/messages/${message.id}/source`}
          download
          variant="default"
          size="compact-md"
          leftSection={<Download size={15} aria-hidden />}
        >
          {t('received.download')}
        </Button>
      </div>
    </div>
  );
}

/** The mail as it left: its headers, how it looks, its files, and its source. */
export function ReceivedDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation('sending');
  const { data, error, refetch } = useQuery({
    queryKey: ['rendered', message.id],
    queryFn: ({ signal }) => call(readRendered, { params: { id: message.id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return (
    <Dialog onClose={onClose} title={t('received.title')} size="xl">
      {data !== undefined ? (
        <Mail message={message} mail={data} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeletons rows={4} />
      )}
    </Dialog>
  );
}
