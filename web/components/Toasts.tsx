import { CircleAlert, CircleCheck, Undo2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Ltr } from './Isolates.tsx';
import styles from './Toasts.module.css';
import { dismissToast, millisecondsOf, type Toast, undoNewest, useToasts } from './toast.ts';
import { useFailure } from './useFailure.ts';
import { useKeys } from './useKeys.ts';

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const fail = useFailure();
  const stays = millisecondsOf(toast);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    // While somebody points at it or stands on its button it stays.
    if (isHeld) return;
    const timer = window.setTimeout(() => dismissToast(toast.id), stays);
    return () => window.clearTimeout(timer);
  }, [isHeld, stays, toast.id]);
  const { undo } = toast;
  const takeBack = () => {
    dismissToast(toast.id);
    undo?.().catch((error: unknown) => fail(error));
  };
  const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false) };
  const Icon = toast.tone === 'failed' ? CircleAlert : CircleCheck;
  return (
    <li
      className={toast.tone === 'failed' ? styles.failed : styles.toast}
      {...hold}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={18} aria-hidden className={styles.icon} />
      <span className={styles.text}>
        {toast.text}
        {toast.code === undefined || toast.code === null ? null : (
          <small className={styles.code}>
            {t('error.code')} <Ltr>{toast.code}</Ltr>
          </small>
        )}
      </span>
      {undo === undefined ? null : (
        <button type="button" className={styles.undo} onClick={takeBack}>
          <Undo2 size={15} aria-hidden className="icon-direction" /> {t('undo')}
        </button>
      )}
      <button
        type="button"
        className={styles.close}
        aria-label={t('close')}
        onClick={() => dismissToast(toast.id)}
      >
        <X size={15} aria-hidden />
      </button>
    </li>
  );
}

/** What was just done, with the way back. One region for the whole page, read out as it changes. */
export function Toasts() {
  const { t } = useTranslation();
  const fail = useFailure();
  const toasts = useToasts();
  useKeys([
    {
      code: 'KeyZ',
      label: t('keys.undo'),
      isActive: toasts.some(({ undo }) => undo !== undefined),
      run: () => {
        undoNewest().catch((error: unknown) => fail(error));
      },
    },
  ]);
  return (
    <section aria-label={t('toasts')} aria-live="polite">
      <ol className={styles.toasts}>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  );
}
