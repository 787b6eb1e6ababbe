import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

interface Props {
  name: string;
  size: 'md' | 'lg';
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: 1 | -1) => void;
}

/** Moves a row up and down among its neighbours. */
export function MoveButtons({ name, size, isFirst, isLast, onMove }: Props) {
  const { t } = useTranslation('settings');
  const look = { variant: 'subtle', color: 'gray', size } as const;
  // At the ends a move is refused rather than disabled: a disabled button would lose the keyboard's place.
  return (
    <>
      <ActionIcon
        {...look}
        aria-label={t('lists.up', { name })}
        title={t('lists.upKeys')}
        aria-keyshortcuts="Alt+ArrowUp"
        aria-disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...look}
        aria-label={t('lists.down', { name })}
        title={t('lists.downKeys')}
        aria-keyshortcuts="Alt+ArrowDown"
        aria-disabled={isLast}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}
