import { Combobox, useCombobox } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Auto } from '../../components/Isolates.tsx';
import { useKeys } from '../../components/useKeys.ts';
import styles from './ListPicker.module.css';
import type { Choice } from './list-choices.ts';

interface Props {
  label: string;
  choices: readonly Choice[];
  /** The chosen value; null shows only the label. */
  value: string | null;
  onPick: (value: string) => void;
  /** `field` shows its label above the value, `filter` and `action` are one line. */
  shape?: 'field' | 'filter' | 'action';
  /** Physical key that opens it. */
  keyCode?: string;
  disabled?: boolean;
}

/** A select over a list of the tenant: opens on a key, narrows by typing, shows names as the tenant writes them. */
export function ListPicker({
  label,
  choices,
  value,
  onPick,
  shape = 'field',
  keyCode,
  disabled = false,
}: Props) {
  const { t } = useTranslation('tickets');
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => {
      combobox.focusSearchInput();
      combobox.updateSelectedOptionIndex('active');
    },
    onDropdownClose: () => {
      setTyped('');
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
  });
  useKeys(
    keyCode === undefined ? [] : [{ code: keyCode, label, run: () => combobox.openDropdown('keyboard') }],
  );
  const chosen = choices.find((choice) => choice.value === value);
  const wanted = typed.trim().toLocaleLowerCase();
  const found = choices.filter((choice) => choice.label.toLocaleLowerCase().includes(wanted));
  const pick = (picked: string) => {
    combobox.closeDropdown();
    if (picked !== value) onPick(picked);
  };
  const name = chosen === undefined ? label : t('fields.labelled', { field: label, value: chosen.label });
  return (
    <Combobox store={combobox} onOptionSubmit={pick} withinPortal position="bottom-start" width="max-content">
      <Combobox.Target targetType="button">
        <button
          type="button"
          className={styles[shape]}
          data-chosen={chosen !== undefined || undefined}
          disabled={disabled}
          aria-label={name}
          title={name}
          onClick={() => combobox.toggleDropdown()}
        >
          {shape === 'field' ? <span className={styles.label}>{label}</span> : null}
          <span className={styles.value}>{chosen === undefined ? label : <Auto>{chosen.label}</Auto>}</span>
          <ChevronDown size={14} aria-hidden className={styles.chevron} />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown className={styles.dropdown}>
        <Combobox.Search
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={t('fields.search')}
          aria-label={`${label}: ${t('fields.search')}`}
        />
        <Combobox.Options className={styles.options} aria-label={label}>
          {found.length === 0 ? <Combobox.Empty>{t('fields.nothing')}</Combobox.Empty> : null}
          {found.map((choice) => (
            <Combobox.Option key={choice.value} value={choice.value} active={choice.value === value}>
              <span className={styles.option}>
                <Check
                  size={14}
                  aria-hidden
                  style={{ visibility: choice.value === value ? 'visible' : 'hidden' }}
                />
                <Auto>{choice.label}</Auto>
                {choice.isInactive ? <small>({t('fields.inactive')})</small> : null}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
