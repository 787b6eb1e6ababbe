import { useTranslation } from 'react-i18next';
import { problemText, quotedCode } from './problem-text.ts';
import { showToast } from './toast.ts';

/** A function that tells a refused action in a sentence; `context` says what was not done and is now as before. */
export function useFailure(): (error: unknown, context?: string) => void {
  const { t } = useTranslation();
  return (error, context) => {
    const sentence = problemText(t, error);
    showToast({
      tone: 'failed',
      text: context === undefined ? sentence : `${context} ${sentence}`,
      code: quotedCode(error),
    });
  };
}
