import {
  Copy,
  Download,
  FolderOutput,
  Forward,
  type LucideIcon,
  MailOpen,
  Reply,
  Split,
  Waypoints,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { type Message, readMessageWhole } from '../../../../shared/messages.ts';
import type { Permission } from '../../../../shared/permissions.ts';
import { call } from '../../../api.ts';
import { showToast } from '../../../components/toast.ts';
import { MoveDialog } from '../moves/MoveDialog.tsx';
import { SplitDialog } from '../moves/SplitDialog.tsx';
import { WhyDialog } from '../moves/WhyDialog.tsx';
import { readMail, writeMail, writingKey } from '../reply/draft-store.ts';
import { wish } from '../reply/wishes.ts';
import type { MessageDialogProps } from './message-dialog.ts';
import { ReceivedDialog } from './ReceivedDialog.tsx';

interface RunGiven extends Omit<MessageDialogProps, 'onClose'> {
  userId: string;
  t: (key: string) => string;
}

/** Something that can be done with one message: at once (`run`), or in a dialog of its own. */
export interface MessageAction {
  /** Its words: `messageMenu.<key>` of the tickets namespace. */
  key: 'reply' | 'forward' | 'received' | 'source' | 'copy' | 'move' | 'split' | 'why';
  icon: LucideIcon;
  needs: Permission;
  isOffered: (message: Message) => boolean;
  isDangerous?: boolean;
  run?: (given: RunGiven) => void;
  Dialog?: ComponentType<MessageDialogProps>;
}

function answer({ message, ticketNumber, userId }: RunGiven) {
  const key = writingKey(userId, ticketNumber, 'reply');
  writeMail(key, { ...readMail(key), answers: message.id, to: null, cc: [] });
  wish({ ticketNumber, kind: 'reply' });
}

function passOn({ message, ticketNumber, userId }: RunGiven) {
  const key = writingKey(userId, ticketNumber, 'forward');
  writeMail(key, { ...readMail(key), forwards: message.id });
  wish({ ticketNumber, kind: 'forward' });
}

async function textOf({ id, text, is_cut }: RunGiven['message']): Promise<string> {
  return is_cut ? (await call(readMessageWhole, { params: { id } })).text : text;
}

function copy({ message, t }: RunGiven) {
  void textOf(message)
    .then((text) => navigator.clipboard.writeText(text))
    .then(() => showToast({ text: t('tickets:messageMenu.copied') }))
    .catch(() => showToast({ tone: 'failed', text: t('tickets:messageMenu.notCopied') }));
}

/** Every action of a message's menu, in the order in which the menu shows them. */
export const messageActions: readonly MessageAction[] = [
  {
    key: 'reply',
    icon: Reply,
    needs: 'tickets:write',
    isOffered: ({ channel, direction, is_automatic }) =>
      channel === 'email' && direction === 'inbound' && !is_automatic,
    run: answer,
  },
  {
    key: 'forward',
    icon: Forward,
    needs: 'tickets:write',
    isOffered: ({ direction }) => direction !== 'internal',
    run: passOn,
  },
  {
    key: 'received',
    icon: MailOpen,
    needs: 'tickets:read',
    isOffered: ({ delivery }) => delivery?.has_source === true,
    Dialog: ReceivedDialog,
  },
  {
    key: 'source',
    icon: Download,
    needs: 'tickets:read',
    isOffered: ({ channel, direction, intake_id }) =>
      channel === 'email' && direction === 'inbound' && intake_id !== null,
    // Served as a download: the page stays.
    run: ({ message }) => window.location.assign(`/api/messages/${message.id}/source`),
  },
  {
    key: 'copy',
    icon: Copy,
    needs: 'tickets:read',
    // Not where the browser forbids it (no secure connection).
    isOffered: ({ text }) => navigator.clipboard !== undefined && text.trim() !== '',
    run: copy,
  },
  {
    key: 'move',
    icon: FolderOutput,
    needs: 'tickets:write',
    isOffered: () => true,
    Dialog: MoveDialog,
  },
  {
    key: 'split',
    icon: Split,
    needs: 'tickets:write',
    isOffered: () => true,
    Dialog: SplitDialog,
  },
  {
    key: 'why',
    icon: Waypoints,
    needs: 'tickets:read',
    isOffered: ({ has_threading }) => has_threading,
    Dialog: WhyDialog,
  },
];
