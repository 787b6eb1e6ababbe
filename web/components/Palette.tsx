import { Kbd, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsDown, Inbox, Phone, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundTicket } from '../../shared/search.ts';
import { type Command, useCommands, usePageCommands } from './commands.ts';
import { FoundTicketRow } from './FoundTicketRow.tsx';
import styles from './Palette.module.css';
import { matching, phoneIn, ticketNumberIn } from './palette-match.ts';
import { problemText } from './problem-text.ts';
import { useFoundTickets } from './use-found-tickets.ts';

interface Choice extends Command {
  readonly found?: FoundTicket;
  /** The list stays open: it only becomes longer. */
  readonly isMore?: boolean;
}

/** Commands that fit come first, as they are there at once; tickets join them below. */
function useChoices(words: string) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const commands = [...usePageCommands(), ...useCommands()];
  const { tickets, isLooking, isNone, error, more } = useFoundTickets(words);
  const open = (number: string) => () => void navigate({ to: '/tickets/$number', params: { number } });
  const number = ticketNumberIn(words);
  const found: Choice[] = tickets.map((ticket) => ({
    id: `ticket-${ticket.id}`,
    icon: Inbox,
    label: `#${ticket.number}`,
    found: ticket,
    run: open(String(ticket.number)),
  }));
  // Until it is known whether there is such a ticket.
  const isThere = tickets.some((ticket) => String(ticket.number) === number);
  const direct: Choice[] =
    number === null || isThere || !(isLooking || error !== null)
      ? []
      : [
          {
            id: 'number',
            icon: Inbox,
            label: t('palette.ticket', { number: `\u2068${number}\u2069` }),
            run: open(number),
          },
        ];
  const rest: Choice[] =
    more === null
      ? []
      : [{ id: 'more', icon: ChevronsDown, label: t('palette.more'), isMore: true, run: more }];
  const phone = phoneIn(words);
  const calls: Choice[] =
    phone === null
      ? []
      : [
          {
            id: 'calls-of',
            icon: Phone,
            label: t('palette.calls', { number: `\u2066${phone}\u2069` }),
            run: () => void navigate({ to: '/calls', search: { phone } as never }),
          },
        ];
  const named: Choice[] = number === null ? matching(words, commands) : direct;
  return {
    // What may be a ticket's number leads to tickets first.
    choices:
      number === null ? [...named, ...calls, ...found, ...rest] : [...named, ...found, ...rest, ...calls],
    many: found.length,
    isLooking,
    isNone,
    error,
  };
}

interface ChoicesProps {
  listId: string;
  choices: readonly Choice[];
  current: number;
  onTake: (choice: Choice) => void;
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
          {command.found === undefined ? command.label : <FoundTicketRow ticket={command.found} />}
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

/** What came of the search, in words: seen when there is nothing to choose, read out always. */
function Status({ choices, many, isLooking, isNone, error }: ReturnType<typeof useChoices>) {
  const { t } = useTranslation();
  const said = () => {
    if (error !== null) return problemText(t, error);
    if (isLooking) return t('palette.looking');
    if (choices.length === 0) return isNone ? t('palette.none') : '';
    return many > 0 ? t('palette.found', { count: many }) : '';
  };
  return (
    <p className={choices.length === 0 || error !== null ? styles.none : 'visually-hidden'} role="status">
      {said()}
    </p>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const asked = useChoices(words);
  const { choices } = asked;
  const current = Math.min(chosen, choices.length - 1);
  useEffect(() => {
    document.getElementById(`${listId}-${choices[current]?.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, choices, current]);
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    if (choice.isMore !== true) onClose();
    choice.run();
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
      <Status {...asked} />
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
      size={640}
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

/** Everything by its name: what the keys do here, pages, actions; and tickets by their words, number, customer or phone. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return isOpen ? <OpenPalette onClose={onClose} /> : null;
}
