import { useEffect, useState } from 'react';

/** What opened the dialog, or the first of several that followed on one another. */
let origin: HTMLElement | null = null;

const isDialogOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

function remember() {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.closest('[role="dialog"]') === null)
    origin = activeElement;
}

function goBack() {
  const { activeElement, body } = document;
  if (isDialogOpen() || (activeElement !== null && activeElement !== body)) return;
  const target = origin?.isConnected === true ? origin : document.getElementById('main');
  target?.focus({ preventScroll: true });
}

/** Puts the keyboard back, once the dialog it stands in is gone: Mantine does so only for dialogs that outlive their closing. */
export function useFocusBack(): void {
  useState(remember);
  useEffect(
    () => () => {
      window.setTimeout(goBack);
    },
    [],
  );
}
