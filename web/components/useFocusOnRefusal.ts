import { useEffect, useRef } from 'react';

/** The form to which the answer belongs: after a refusal its first refused field has the focus. */
export function useFocusOnRefusal(problem: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem === null) return;
    const refused = form.current?.querySelector('[aria-invalid="true"]');
    if (refused instanceof HTMLElement) refused.focus();
  }, [problem]);
  return form;
}
