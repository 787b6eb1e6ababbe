import { Combobox, type ComboboxStore, useCombobox } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Auto } from '../../components/Isolates.tsx';
import { useKeys } from '../../components/useKeys.ts';
import styles from './ListPicker.module.css';
import type { Choice } from './list-choices.ts';

interface MenuProps {
  store: ComboboxStore;
  label: string;
  choices: readonly Choice[];
  value: string | null;
}

/** The rows to choose from, narrowed by what is typed. Mounted anew each time it opens. */
function PickerMenu({ store, label, choices, value }: MenuProps) {
  const { t } = useTranslation('tickets');
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLocaleLowerCase();
  const found = choices.filter((choice) => choice.label.toLocaleLowerCase().includes(wanted));
  return (
    <>
      <Combobox.Search
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          store.updateSelectedOptionIndex(0);
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
              {choice.note === undefined ? null : <small>{choice.note}</small>}
            </span>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </>
  );
}

/** The same for somebody who may only read: the value under its label. */
export function PlainField({ label, value }: { label: string; value: string }) {
  return (
    <span className={styles.plain}>
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>
        <Auto>{value}</Auto>
      </span>
    </span>
  );
}

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
}

/** A select over a list of the tenant: opens on a key, narrows by typing, shows names as the tenant writes them. */
export function ListPicker({ label, choices, value, onPick, shape = 'field', keyCode }: Props) {
  const { t } = useTranslation('tickets');
  const store = useCombobox({
    onDropdownOpen: () => {
      store.focusSearchInput();
      store.updateSelectedOptionIndex('active');
    },
    onDropdownClose: () => {
      store.resetSelectedOption();
      store.focusTarget();
    },
  });
  useKeys(keyCode === undefined ? [] : [{ code: keyCode, label, run: () => store.openDropdown('keyboard') }]);
  const chosen = choices.find((choice) => choice.value === value);
  const pick = (picked: string) => {
    store.closeDropdown();
    if (picked !== value) onPick(picked);
  };
  const name = chosen === undefined ? label : t('fields.labelled', { field: label, value: chosen.label });
  // A field shows both, so its name is what is seen; the space keeps the two words apart for who hears them.
  const isField = shape === 'field';
  return (
    <Combobox
      store={store}
      onOptionSubmit={pick}
      // Inside the page's landmark: what lies outside of all of them is hard to find for a screen reader.
      portalProps={{ target: '#main' }}
      keepMounted={false}
      position="bottom-start"
      width="max-content"
    >
      <Combobox.Target targetType="button">
        <button
          type="button"
          className={styles[shape]}
          data-chosen={chosen !== undefined || undefined}
          aria-label={isField ? undefined : name}
          title={name}
          onClick={() => store.toggleDropdown()}
        >
          {isField ? <span className={styles.label}>{label}</span> : null}{' '}
          <span className={styles.value}>{chosen === undefined ? label : <Auto>{chosen.label}</Auto>}</span>
          <ChevronDown size={14} aria-hidden className={styles.chevron} />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown className={styles.dropdown}>
        {store.dropdownOpened ? (
          <PickerMenu store={store} label={label} choices={choices} value={value} />
        ) : null}
      </Combobox.Dropdown>
    </Combobox>
  );
}
