import { ActionIcon, Menu } from '@mantine/core';
import { Ellipsis, type LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface RowAction {
  icon: LucideIcon;
  label: string;
  run: () => void;
  isDangerous?: boolean;
  isOffered?: boolean;
}

/** What can be done with one row. */
export function RowMenu({ name, actions }: { name: string; actions: readonly RowAction[] }) {
  const { t } = useTranslation('settings');
  const button = useRef<HTMLButtonElement>(null);
  const choose = (run: () => void) => {
    // The item is gone when a dialog that it opened closes; the keyboard comes back to where it came from.
    button.current?.focus();
    run();
  };
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          ref={button}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('actionsFor', { name })}
        >
          <Ellipsis size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions
          .filter(({ isOffered = true }) => isOffered)
          .map(({ icon: Icon, label, run, isDangerous = false }) => (
            <Menu.Item
              key={label}
              leftSection={<Icon size={16} aria-hidden />}
              {...(isDangerous ? { color: 'var(--pn-late)' } : {})}
              onClick={() => choose(run)}
            >
              {label}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
