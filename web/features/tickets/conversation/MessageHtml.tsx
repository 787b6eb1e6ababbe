import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { useActorName } from '../actor-name.ts';
import styles from './MessageHtml.module.css';
import { RemoteImages } from './RemoteImages.tsx';
import { useContentFrame } from './use-content-frame.ts';

/** A mail's own HTML, in a frame without scripts; the server has cleaned it and forbids it everything. */
export function MessageHtml({ message }: { message: Message }) {
  const { t } = useTranslation('tickets');
  const actorName = useActorName();
  const { frame, height, least, onLoad } = useContentFrame();
  return (
    <>
      {message.has_remote_images ? (
        <RemoteImages messageId={message.id} frame={frame} isReady={height !== null} />
      ) : null}
      {height === null ? <Skeletons rows={2} /> : null}
      <iframe
        ref={frame}
        className={styles.frame}
        style={{ blockSize: height ?? least }}
        src={`/api/messages/${message.id}/html`}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        title={t('conversation.htmlTitle', { name: actorName(message.author) })}
        onLoad={onLoad}
      />
    </>
  );
}
