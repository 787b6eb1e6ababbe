import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { useActorName } from '../actor-name.ts';
import styles from './MessageHtml.module.css';
import { RemoteImages } from './RemoteImages.tsx';

const leastPixels = 40;

/** Keys pressed in the frame are the page's: somebody who has just clicked into a mail goes on as before. */
function passKeysOn(frame: HTMLIFrameElement, event: KeyboardEvent) {
  const { code, key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event;
  const pressed = { code, key, shiftKey, ctrlKey, metaKey, altKey, isComposing };
  const isTaken = !frame.dispatchEvent(
    new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true }),
  );
  if (isTaken) event.preventDefault();
}

/** The height its content wants, kept as pictures arrive. The frame's scripts never run; ours may look into it. */
function useContent() {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const observer = useRef<ResizeObserver | null>(null);
  useEffect(() => () => observer.current?.disconnect(), []);
  const onLoad = () => {
    const shown = frame.current;
    const root = shown?.contentDocument?.documentElement;
    observer.current?.disconnect();
    if (!shown || !root) return;
    root.ownerDocument.addEventListener('keydown', (event) => passKeysOn(shown, event));
    const measure = () => setHeight(Math.max(leastPixels, Math.ceil(root.getBoundingClientRect().height)));
    observer.current = new ResizeObserver(measure);
    observer.current.observe(root);
    measure();
  };
  return { frame, height, onLoad };
}

/** A mail's own HTML, in a frame without scripts; the server has cleaned it and forbids it everything. */
export function MessageHtml({ message }: { message: Message }) {
  const { t } = useTranslation('tickets');
  const actorName = useActorName();
  const { frame, height, onLoad } = useContent();
  return (
    <>
      {message.has_remote_images ? (
        <RemoteImages messageId={message.id} frame={frame} isReady={height !== null} />
      ) : null}
      {height === null ? <Skeletons rows={2} /> : null}
      <iframe
        ref={frame}
        className={styles.frame}
        style={{ blockSize: height ?? leastPixels }}
        src={`/api/messages/${message.id}/html`}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        title={t('conversation.htmlTitle', { name: actorName(message.author) })}
        onLoad={onLoad}
      />
    </>
  );
}
