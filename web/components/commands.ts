import { useNavigate } from '@tanstack/react-router';
import {
  CircleUser,
  Inbox,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  Moon,
  Phone,
  Plus,
  ScrollText,
  Settings,
  Sun,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../shared/users.ts';
import { call } from '../api.ts';
import { useMay } from '../api-queries.ts';
import { useLanguage } from './language.ts';
import { useScheme } from './scheme.ts';
import { useFailure } from './useFailure.ts';
import { keyCap, useKeyList } from './useKeys.ts';

export interface Command {
  id: string;
  icon: LucideIcon;
  label: string;
  /** The key that does the same. */
  keyCap?: string;
  run: () => void;
}

/** Leaves the console for good: a whole new page, so that nothing of this user stays in the browser's memory. */
export function useSignOut(): () => void {
  const fail = useFailure();
  return () => {
    call(signOut, {}).then(
      () => window.location.assign('/sign-in'),
      (error: unknown) => fail(error),
    );
  };
}

/** Keys that only move, or lead to lists of commands, or out of something. */
const leadNowhere = new Set(['Slash', 'Escape', 'Enter', 'KeyJ', 'KeyK', 'KeyX']);

/** What the keys do on the page behind: a command has a name also for somebody who doesn't know its key. */
export function usePageCommands(): Command[] {
  const listed = useKeyList().filter(({ code }) => !leadNowhere.has(code));
  // Undo is there on every page; first in the list it would be done by a hasty Enter.
  const isUndo = ({ code }: { code: string }) => code === 'KeyZ';
  const keys = [...listed.filter((one) => !isUndo(one)), ...listed.filter(isUndo)];
  return keys.map((command) => ({
    id: `key-${keyCap(command)}`,
    icon: Keyboard,
    label: command.label,
    keyCap: keyCap(command),
    run: command.run,
  }));
}

/** What can be done from anywhere: the commands behind Ctrl+K. */
export function useCommands(): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { language, change } = useLanguage();
  const { isDark, toggle } = useScheme();
  const leave = useSignOut();
  const may = {
    open: useMay('tickets:write'),
    intake: useMay('intake:read'),
    settings: useMay('settings:read'),
  };
  const pages = (['lists', 'users', 'api-clients', 'mailboxes', 'phone'] as const).map((section) => ({
    id: `settings-${section}`,
    icon: Settings,
    label: `${t('nav.settings')}: ${t(`settings:sections.${section}`)}`,
    run: () => void navigate({ to: '/settings/$section', params: { section } }),
    isOffered: may.settings,
  }));
  const all: (Command & { isOffered?: boolean })[] = [
    { id: 'tickets', icon: Inbox, label: t('nav.tickets'), run: () => void navigate({ to: '/tickets' }) },
    {
      id: 'new',
      icon: Plus,
      label: t('nav.newTicket'),
      run: () => void navigate({ to: '/tickets/new' }),
      isOffered: may.open,
    },
    { id: 'calls', icon: Phone, label: t('nav.calls'), run: () => void navigate({ to: '/calls' }) },
    {
      id: 'intake',
      icon: ScrollText,
      label: t('nav.intake'),
      run: () => void navigate({ to: '/intake' }),
      isOffered: may.intake,
    },
    ...pages,
    { id: 'me', icon: CircleUser, label: t('nav.me'), run: () => void navigate({ to: '/me' }) },
    {
      id: 'language',
      icon: Languages,
      label: t('language.toOther'),
      run: () => change(language === 'he' ? 'en' : 'he'),
    },
    {
      id: 'scheme',
      icon: isDark ? Sun : Moon,
      label: t(isDark ? 'scheme.toLight' : 'scheme.toDark'),
      run: toggle,
    },
    { id: 'leave', icon: LogOut, label: t('nav.signOut'), run: leave },
  ];
  return all.filter(({ isOffered = true }) => isOffered);
}
