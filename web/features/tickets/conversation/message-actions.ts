import { Copy, FolderOutput, type LucideIcon, Split, Waypoints } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Message } from '../../../../shared/messages.ts';
import type { Permission } from '../../../../shared/permissions.ts';
import { showToast } from '../../../components/toast.ts';
import { MoveDialog } from '../moves/MoveDialog.tsx';
import { SplitDialog } from '../moves/SplitDialog.tsx';
import { WhyDialog } from '../moves/WhyDialog.tsx';
import type { MessageDialogProps } from './message-dialog.ts';

/** Something that can be done with one message: at once (`run`), or in a dialog of its own. */
export interface MessageAction {
  /** Its words: `messageMenu.<key>` of the tickets namespace. */
  key: 'copy' | 'move' | 'split' | 'why';
  icon: LucideIcon;
  needs: Permission;
  isOffered: (message: Message) => boolean;
  isDangerous?: boolean;
  run?: (given: Omit<MessageDialogProps, 'onClose'> & { t: (key: string) => string }) => void;
  Dialog?: ComponentType<MessageDialogProps>;
}

/** Every action of a message's menu, in the order in which the menu shows them. */
export const messageActions: readonly MessageAction[] = [
  {
    key: 'copy',
    icon: Copy,
    needs: 'tickets:read',
    // Not where the browser forbids it (no secure connection).
    isOffered: ({ text }) => navigator.clipboard !== undefined && text.trim() !== '',
    run: ({ message, t }) => {
      void navigator.clipboard
        .writeText(message.text)
        .then(() => showToast({ text: t('tickets:messageMenu.copied') }))
        .catch(() => showToast({ tone: 'failed', text: t('tickets:messageMenu.notCopied') }));
    },
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
