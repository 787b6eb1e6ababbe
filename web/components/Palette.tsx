import { Kbd, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Inbox, Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands, usePageCommands } from './commands.ts';
import styles from './Palette.module.css';
import { matching, ticketNumberIn } from './palette-match.ts';

function useChoices(words: string): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const commands = [...usePageCommands(), ...useCommands()];
  const number = ticketNumberIn(words);
  if (number === null) return matching(words, commands);
  const open = () => void navigate({ to: '/tickets/$number', params: { number } });
  return [
    { id: 'number', icon: Inbox, label: t('palette.ticket', { number: `\u2068${number}\u2069` }), run: open },
  ];
}

interface ChoicesProps {
  listId: string;
  choices: readonly Command[];
  current: number;
  onTake: (command: Command) => void;
}

function Choices({ listId, choices, current, onTake }: ChoicesProps) {
  const { t } = useTranslation();
  return (
    <div id={listId} role="listbox" aria-label={t('palette.list')} className={styles.list}>
      {choices.map((command, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the search field, as in every combobox
        <div
          key={command.id}
          id={`${listId}-${command.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === current}
          className={styles.choice}
          onClick={() => onTake(command)}
        >
          <command.icon size={17} aria-hidden />
          {command.label}
          {command.keyCap === undefined ? null : (
            <Kbd aria-hidden className={styles.key}>
              {command.keyCap}
            </Kbd>
          )}
        </div>
      ))}
    </div>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const choices = useChoices(words);
  const current = Math.min(chosen, choices.length - 1);
  const take = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || choices.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step !== undefined) setChosen((current + step + choices.length) % choices.length);
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') take(choices[current]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.search}>
        <Search size={18} aria-hidden />
        <input
          data-autofocus
          // biome-ignore lint/a11y/noAutofocus: somebody has just asked for this field
          autoFocus
          dir="auto"
          role="combobox"
          aria-expanded={choices.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={
            choices[current] === undefined ? undefined : `${listId}-${choices[current].id}`
          }
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          autoComplete="off"
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Choices listId={listId} choices={choices} current={current} onTake={take} />
      <p className={styles.none} role="status">
        {choices.length === 0 ? t('palette.none') : ''}
      </p>
    </>
  );
}

function OpenPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [opener] = useState(() => document.activeElement);
  const close = () => {
    onClose();
    // At once, as the command that was chosen may put the focus somewhere itself.
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  };
  return (
    // There at once: a fast hand types on, and its letters must not become commands of the page.
    <Modal.Root
      opened
      onClose={close}
      yOffset="12vh"
      size={520}
      transitionProps={{ duration: 0 }}
      returnFocus={false}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        <PaletteBody onClose={close} />
      </Modal.Content>
    </Modal.Root>
  );
}

/** Everything by its name: what the keys do here, pages, actions, a ticket by its number. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return isOpen ? <OpenPalette onClose={onClose} /> : null;
}
