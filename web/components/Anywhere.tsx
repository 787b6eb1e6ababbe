import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyList } from './KeyList.tsx';
import { Palette } from './Palette.tsx';
import { useKeys } from './useKeys.ts';

/** What the shell's own buttons open: the palette is also behind Ctrl+K, the list of keys behind `?`. */
export function Anywhere({
  isPaletteOpen,
  setPaletteOpen,
}: {
  isPaletteOpen: boolean;
  setPaletteOpen: (open: boolean) => void;
}) {
  const { t } = useTranslation();
  const [isListOpen, setListOpen] = useState(false);
  useKeys([
    { code: 'Slash', label: t('keys.search'), run: () => setPaletteOpen(true) },
    { code: 'Slash', shift: true, label: t('keys.list'), run: () => setListOpen(true) },
  ]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Unlike the single letters, this one works inside text fields too.
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setPaletteOpen(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [setPaletteOpen]);
  return (
    <>
      <Palette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <Modal
        opened={isListOpen}
        onClose={() => setListOpen(false)}
        title={t('keys.title')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <KeyList />
      </Modal>
    </>
  );
}
